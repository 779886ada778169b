import { memoryWorld } from "../../../platform/kernel/memory.ts";
import type { AccountsPorts } from "../application/ports.ts";
import { memoryStore } from "../data/memory-store.ts";
import { passwords } from "../integrations/passwords.ts";
import { createSigning } from "../integrations/signing.ts";

/** All that accounts need, in memory, at a time that a test moves on. */
export const memoryPorts = (time: { readonly now: string }): AccountsPorts => ({
  ...memoryWorld(time),
  store: memoryStore(),
  passwords,
  signing: createSigning("a secret that is only good for tests"),
});
