import type { Migration } from "../../../../platform/kernel/world.ts";
import { m0001 } from "./0001-accounts.ts";
import { addEnds } from "./0007-add-ends.ts";

/** In the order in which they run. */
export const migrations: readonly Migration[] = [m0001, addEnds];
