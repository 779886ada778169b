import type { ApiKeyStore } from "../application/ports.ts";
import type { ApiKey } from "../domain/api-key.ts";

/** The same in memory, for tests. */
export const memoryApiKeys = (): ApiKeyStore => {
  const keys = new Map<string, ApiKey>();
  const change = (prefix: string, changes: Partial<ApiKey>): void => {
    const key = keys.get(prefix);
    if (key !== undefined) keys.set(prefix, { ...key, ...changes });
  };
  return {
    find: async (_queries, prefix) => keys.get(prefix) ?? null,
    all: async () => [...keys.values()],
    insert: async (_queries, key) => {
      keys.set(key.prefix, key);
    },
    end: async (_queries, prefix, expiresAt) => change(prefix, { expiresAt }),
    revoke: async (_queries, prefix, revokedAt) => change(prefix, { revokedAt }),
    touch: async (_queries, prefix, lastUsedAt) => change(prefix, { lastUsedAt }),
  };
};
