import { beforeEach, expect, test } from "vitest";
import { createAccount, setRoles } from "../application/create-account.ts";
import type { AccountsPorts } from "../application/ports.ts";
import { login, logout, refresh } from "../application/sessions.ts";
import { publicKeys } from "../application/tokens.ts";
import { after } from "../domain/account.ts";
import { KEY_ROTATION_MS, LOGIN_ATTEMPTS, LOGIN_WINDOW_MS, REFRESH_MS } from "../domain/settings.ts";
import { passwords } from "../integrations/passwords.ts";
import { memoryPorts } from "./ports.ts";

const ALICE = { email: "Alice@Example.com", password: "correct horse battery" };

let time: { now: string };
let ports: AccountsPorts;

beforeEach(async () => {
  time = { now: "2026-01-01T00:00:00.000Z" };
  ports = memoryPorts(time);
  await createAccount(ports, { ...ALICE, roles: ["customer"] });
});

const started = async () => {
  const result = await login(ports, { ...ALICE, email: "alice@example.com" });
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};

test("an address has one account", async () => {
  const again = await createAccount(ports, { ...ALICE, email: "ALICE@example.com", roles: [] });
  expect(again).toMatchObject({ ok: false, failure: { code: "conflict" } });
});

test("a login gives a token that names the account and its roles", async () => {
  const { accessToken } = await started();
  const claims: unknown = JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ roles: ["customer"], sub: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test("a wrong password and an unknown address are refused in the same words", async () => {
  const wrong = await login(ports, { ...ALICE, password: "wrong" });
  const unknown = await login(ports, { email: "bob@example.com", password: "wrong" });
  expect(wrong).toMatchObject({ ok: false, failure: { code: "unauthenticated" } });
  expect(unknown).toEqual(wrong);
});

test("what is stored of a password is not the password, and matches no other", async () => {
  const stored = await passwords.hash(ALICE.password);
  expect(stored).not.toContain(ALICE.password);
  expect(await passwords.matches(ALICE.password, stored)).toBe(true);
  expect(await passwords.matches("wrong", stored)).toBe(false);
  expect(await passwords.matches(ALICE.password, null)).toBe(false);
});

test("after too many attempts the address is closed until the window is over, for the right password too", async () => {
  for (let count = 0; count < LOGIN_ATTEMPTS; count += 1) await login(ports, { ...ALICE, password: "wrong" });
  expect(await login(ports, ALICE)).toMatchObject({
    failure: { code: "limited", retryAfterSeconds: expect.any(Number) },
  });
  time.now = after(time.now, LOGIN_WINDOW_MS + 1);
  expect(await login(ports, ALICE)).toMatchObject({ ok: true });
});

test("a refresh token is good once, and a second use ends every one of its login", async () => {
  const first = await started();
  const second = await refresh(ports, first.refreshToken);
  expect(second.ok).toBe(true);
  expect(await refresh(ports, first.refreshToken)).toMatchObject({ failure: { code: "unauthenticated" } });
  if (second.ok) expect((await refresh(ports, second.value.refreshToken)).ok).toBe(false);
});

test("roles that change hold with the next access token", async () => {
  const first = await started();
  expect(await setRoles(ports, "ALICE@example.com", ["staff"])).toMatchObject({ ok: true });
  const next = await refresh(ports, first.refreshToken);
  if (!next.ok) throw new Error(next.failure.message);
  const claims: unknown = JSON.parse(Buffer.from(next.value.accessToken.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ roles: ["staff"] });
  expect(await setRoles(ports, "bob@example.com", [])).toMatchObject({ failure: { code: "notFound" } });
});

test("a refresh token ends with its time and with the logout", async () => {
  const one = await started();
  await logout(ports, one.refreshToken);
  expect((await refresh(ports, one.refreshToken)).ok).toBe(false);
  const other = await started();
  time.now = after(time.now, REFRESH_MS);
  expect((await refresh(ports, other.refreshToken)).ok).toBe(false);
});

test("keys rotate, and the one before verifies until its tokens are out", async () => {
  await started();
  time.now = after(time.now, KEY_ROTATION_MS);
  await started();
  expect(await publicKeys(ports)).toMatchObject({ ok: true, value: { keys: [{ use: "sig" }, { use: "sig" }] } });
  time.now = after(time.now, KEY_ROTATION_MS - 1);
  expect(await publicKeys(ports)).toMatchObject({ ok: true, value: { keys: [{ use: "sig" }] } });
});
