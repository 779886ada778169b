import type { IdentityStore } from "../application/ports.ts";
import type { Identity } from "../domain/identity.ts";

/** The same in memory, for tests. */
export const memoryIdentities = (): IdentityStore => {
  const identities = new Map<string, Identity>();
  const keyOf = (issuer: string, subject: string): string => JSON.stringify([issuer, subject]);
  return {
    find: async (_queries, issuer, subject) => identities.get(keyOf(issuer, subject)) ?? null,
    all: async () => [...identities.values()],
    insert: async (_queries, identity) => {
      const key = keyOf(identity.issuer, identity.subject);
      if (!identities.has(key)) identities.set(key, identity);
    },
    setRoles: async (_queries, { issuer, subject, roles }) => {
      const identity = identities.get(keyOf(issuer, subject));
      if (identity !== undefined) identities.set(keyOf(issuer, subject), { ...identity, roles });
    },
    remove: async (_queries, issuer, subject) => {
      identities.delete(keyOf(issuer, subject));
    },
  };
};
