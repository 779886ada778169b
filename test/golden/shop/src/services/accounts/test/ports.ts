import { memoryWorld } from "../../../platform/kernel/memory.ts";
import type { AccountsPorts, Passwords } from "../application/ports.ts";
import { memoryStore } from "../data/memory-store.ts";
import { createSigning } from "../integrations/signing.ts";

/** Real ones are slow on purpose. */
const passwords: Passwords = {
  hash: async (password) => `hash of ${password}`,
  matches: async (password, stored) => stored === `hash of ${password}`,
};

/** All that accounts need, in memory, at a time that a test moves on. */
export const memoryPorts = (time: { readonly now: string }): AccountsPorts => ({
  ...memoryWorld(time),
  store: memoryStore(),
  passwords,
  signing: createSigning("a secret that is only good for tests"),
});
