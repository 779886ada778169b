import type { Migration } from "../../../../platform/kernel/world.ts";
import { createTables } from "./0001-create-tables.ts";

export const migrations: readonly Migration[] = [createTables];
