import { IGNORE_RULES } from "../ignore.ts";
import { rules } from "./index.ts";

/** Every id that a finding of `check` may have; each has a manual of its name under docs/rules. */
export const ruleIds: readonly string[] = [...rules.map(({ id }) => id), ...IGNORE_RULES].sort();
