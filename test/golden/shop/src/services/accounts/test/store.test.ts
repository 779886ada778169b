import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Statement } from "../../../platform/kernel/world.ts";
import { onPostgres, type Store } from "../../../platform/test/repositories.ts";
import { migrations } from "../data/migrations/index.ts";
import { accountsStore } from "../data/store.ts";
import { after } from "../domain/account.ts";

const now = new Date().toISOString();
const DAY_MS = 86_400_000;

let store: Store;
beforeAll(async () => {
  store = await onPostgres({ service: "accounts", migrations, memory: () => ({}), postgres: {}, samples: [] });
});
afterAll(() => store.end());

const countOf = async (statement: Statement, value: unknown): Promise<number> =>
  (await store.database.run<{ readonly count: number }>(statement, [value]))[0]?.count ?? 0;

const newAccount = async (): Promise<string> => {
  const id = randomUUID();
  const account = { id, email: `${id}@example.com`, passwordHash: "x", roles: ["customer"], createdAt: now };
  await accountsStore.insertAccount(store.database, { ...account });
  return id;
};

test("refresh tokens that are over go with the next logins, and no others", async () => {
  const accountId = await newAccount();
  const insert = (expiresAt: string): Promise<void> => {
    const token = { hash: randomUUID(), family: randomUUID(), accountId, expiresAt, usedAt: null };
    return accountsStore.insertRefreshToken(store.database, token);
  };
  for (let count = 0; count < 12; count += 1) await insert(after(now, -1_000));
  for (let count = 0; count < 3; count += 1) await insert(after(now, DAY_MS));
  const text = `select count(*)::int as "count" from "accounts"."refresh_tokens" where "account_id" = $1`;
  expect(await countOf({ name: "tokens of an account", text }, accountId)).toBe(3);
});

test("attempts of before yesterday go with the next ones, and those of today stay", async () => {
  const run = randomUUID();
  const count = (name: string, at: string) =>
    accountsStore.countAttempt(store.database, `${run} ${name}`, at, after(at, -60_000));
  for (let index = 0; index < 12; index += 1) await count(`old ${index}`, after(now, -2 * DAY_MS));
  await count("today", after(now, -3_600_000));
  for (let index = 0; index < 3; index += 1) await count("new", now);
  expect(await count("new", now)).toMatchObject({ count: 4 });
  const text = `select count(*)::int as "count" from "accounts"."login_attempts" where starts_with("email", $1)`;
  expect(await countOf({ name: "attempts of a run", text }, run)).toBe(2);
});
