import { ConstraintError } from "../../../platform/kernel/faults.ts";
import type { AccountsStore, LoginAttempts } from "../application/ports.ts";
import type { Account, RefreshToken, SigningKey } from "../domain/account.ts";

/** The same in memory, for tests. */
export const memoryStore = (): AccountsStore => {
  const accounts = new Map<string, Account>();
  const attempts = new Map<string, LoginAttempts>();
  const tokens = new Map<string, RefreshToken>();
  const keys: SigningKey[] = [];
  const byEmail = (email: string): Account | null =>
    [...accounts.values()].find((account) => account.email === email) ?? null;
  return {
    accountById: async (_queries, id) => accounts.get(id) ?? null,
    accountByEmail: async (_queries, email) => byEmail(email),
    insertAccount: async (_queries, account) => {
      if (byEmail(account.email) !== null) throw new ConstraintError("unique", "accounts_email");
      accounts.set(account.id, account);
    },
    setRoles: async (_queries, email, roles) => {
      const account = byEmail(email);
      if (account !== null) accounts.set(account.id, { ...account, roles });
      return account?.id ?? null;
    },
    countAttempt: async (_queries, email, now, oldest) => {
      const old = attempts.get(email);
      const next =
        old === undefined || old.since < oldest ? { count: 1, since: now } : { ...old, count: old.count + 1 };
      attempts.set(email, next);
      return next;
    },
    forgetAttempts: async (_queries, email) => {
      attempts.delete(email);
    },
    insertRefreshToken: async (_queries, token) => {
      tokens.set(token.hash, token);
    },
    refreshToken: async (_queries, hash) => tokens.get(hash) ?? null,
    markUsed: async (_queries, hash, at) => {
      const token = tokens.get(hash);
      if (token !== undefined) tokens.set(hash, { ...token, usedAt: at });
    },
    endFamily: async (_queries, family) => {
      for (const token of tokens.values()) if (token.family === family) tokens.delete(token.hash);
    },
    keys: async () => [...keys].sort((a, b) => (a.createdAt > b.createdAt ? -1 : 1)),
    insertKey: async (_queries, key) => {
      keys.push(key);
    },
  };
};
