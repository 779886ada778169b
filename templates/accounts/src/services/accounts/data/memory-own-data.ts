import type { OwnDataStore } from "../application/ports.ts";

/** The same in memory, for tests; it holds nothing itself, and no token outlives an erasure. */
export const memoryOwnData = (): OwnDataStore => {
  const erasures = new Map<string, boolean>();
  return {
    held: async () => ({}),
    end: async () => undefined,
    isUnderWay: async (_queries, user) => erasures.has(user),
    note: async (_queries, user, isFinished) => {
      erasures.set(user, isFinished);
    },
    due: async () => [...erasures].filter(([, isFinished]) => !isFinished).map(([user]) => user),
  };
};
