import type { AccountsStore, LoginAttempts } from "../application/ports.ts";
import type { Account, RefreshToken, SigningKey } from "../domain/account.ts";
import { statements } from "./statements.ts";

/** Accounts on Postgres. */
export const accountsStore: AccountsStore = {
  accountById: async (queries, id) => (await queries.run<Account>(statements.accountById, [id]))[0] ?? null,
  accountByEmail: async (queries, email) => (await queries.run<Account>(statements.accountByEmail, [email]))[0] ?? null,
  insertAccount: async (queries, account) => {
    const { id, email, passwordHash, roles, createdAt } = account;
    await queries.run(statements.insertAccount, [id, email, passwordHash, roles, createdAt]);
  },
  setRoles: async (queries, email, roles) =>
    (await queries.run<Pick<Account, "id">>(statements.setRoles, [email, roles]))[0]?.id ?? null,
  countAttempt: async (queries, email, now, oldest) => {
    const [attempts] = await queries.run<LoginAttempts>(statements.countAttempt, [email, now, oldest]);
    return attempts ?? { count: 1, since: now };
  },
  forgetAttempts: async (queries, email) => {
    await queries.run(statements.forgetAttempts, [email]);
  },
  insertRefreshToken: async (queries, { hash, family, accountId, expiresAt }) => {
    await queries.run(statements.insertRefreshToken, [hash, family, accountId, expiresAt]);
  },
  refreshToken: async (queries, hash) => (await queries.run<RefreshToken>(statements.refreshToken, [hash]))[0] ?? null,
  markUsed: async (queries, hash, at) => {
    await queries.run(statements.markUsed, [hash, at]);
  },
  endFamily: async (queries, family) => {
    await queries.run(statements.endFamily, [family]);
  },
  keys: (queries) => queries.run<SigningKey>(statements.keys, []),
  insertKey: async (queries, { kid, publicKey, sealedPrivateKey, createdAt }) => {
    await queries.run(statements.insertKey, [kid, JSON.stringify(publicKey), sealedPrivateKey, createdAt]);
  },
};
