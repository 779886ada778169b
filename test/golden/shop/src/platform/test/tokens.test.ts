import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { expect, test, vi } from "vitest";
import { createKeyRing } from "../auth/keys.ts";
import { AUDIENCE, ISSUER, LONGEST_LIFE_SECONDS } from "../auth/settings.ts";
import { createTokenReader } from "../auth/tokens.ts";
import { checked } from "../kernel/json.ts";
import { fail, ok } from "../kernel/result.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const stranger = generateKeyPairSync("ed25519").privateKey;
const jwk = checked<Readonly<Record<string, string>>>(publicKey.export({ format: "jwk" }));
const read = createTokenReader({ jwks: async () => ok({ keys: [{ ...jwk, kid: "k1" }] }) });

const now = (): number => Math.floor(Date.now() / 1000);
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const user = "01900000-0000-7000-8000-000000000001";

const token = (claims: object = {}, header: object = {}, key: KeyObject = privateKey): string => {
  const whole = { iss: ISSUER, aud: AUDIENCE, sub: user, roles: ["staff"], iat: now(), exp: now() + 60, ...claims };
  const text = `${encoded({ alg: "EdDSA", typ: "at+jwt", kid: "k1", ...header })}.${encoded(whole)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString("base64url")}`;
};

test("a good token names its user", async () => {
  expect(await read(token())).toEqual({ id: user, roles: ["staff"] });
});

test.each([
  ["signed by another key", token({}, {}, stranger)],
  ["with an unknown key", token({}, { kid: "k2" })],
  ["without a signature", `${token().split(".").slice(0, 2).join(".")}.`],
  ["with the algorithm none", token({}, { alg: "none" })],
  ["with the algorithm HS256", token({}, { alg: "HS256" })],
  ["with a key of its own", token({}, { jwk })],
  ["with an address of keys", token({}, { jku: "http://127.0.0.1:9/" })],
  ["of another type", token({}, { typ: "JWT" })],
  ["that is out", token({ iat: now() - 120, exp: now() - 61 })],
  ["without an end", token({ exp: undefined })],
  ["that is good for too long", token({ exp: now() + LONGEST_LIFE_SECONDS + 60 })],
  ["from the future", token({ iat: now() + 120, exp: now() + 180 })],
  ["of another issuer", token({ iss: `${ISSUER}/` })],
  ["for another audience", token({ aud: "somebody" })],
  ["without roles", token({ roles: undefined })],
  ["of four parts", `${token()}.x`],
  ["that is too long", token({ padding: "x".repeat(9_000) })],
])("a token %s is refused", async (_name, hostile) => {
  expect(await read(hostile)).toBeNull();
});

test("a token that was verified is known again, and not beyond its end", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const short = token({ exp: now() + 30 });
  const [first, again] = [await read(short), await read(short)];
  expect(again).toBe(first);
  vi.advanceTimersByTime(31_000);
  expect(await read(short)).toBeNull();
  vi.useRealTimers();
});

test("keys are asked for again after a while; one that is gone is not good any more, and none is lost while nobody answers", async () => {
  let published: readonly string[] | null = ["k1", "k2"];
  let asked = 0;
  const keyOf = createKeyRing({
    jwks: async () => {
      asked += 1;
      return published === null ? fail("unavailable", "away") : ok({ keys: published.map((kid) => ({ ...jwk, kid })) });
    },
  });
  const known = async (): Promise<readonly boolean[]> => [(await keyOf("k1")) !== null, (await keyOf("k2")) !== null];
  vi.useFakeTimers({ toFake: ["performance"] });
  expect([await known(), asked]).toEqual([[true, true], 1]);
  published = null;
  vi.advanceTimersByTime(301_000);
  expect([await known(), asked]).toEqual([[true, true], 2]);
  published = ["k2"];
  vi.advanceTimersByTime(6_000);
  expect([await known(), asked]).toEqual([[false, true], 3]);
  vi.useRealTimers();
});
