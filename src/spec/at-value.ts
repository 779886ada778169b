import type { Diagnostic } from "../model/diagnostic.ts";
import { shown } from "./diagnose.ts";
import { placeKey, type Tree } from "./tree.ts";

/** What is wrong with a value, not with its key. */
const ofValues: ReadonlySet<string> = new Set([
  "bad-bounds",
  "bad-cron",
  "bad-default",
  "bad-path",
  "bad-policy",
  "bad-type",
  "bad-url",
  "number-form",
  "number-range",
  "spec-version",
  "text-too-long",
  "unfit-fallback",
  "unknown-name",
  "unknown-state",
  "unquoted-value",
  "unsafe-glob",
  "unsafe-retry",
  "wrong-type",
  "wrong-value",
]);

/** The findings, each where the eye looks for it: rules know the place of a key, and what is wrong may be its value. */
export function atValues(found: readonly Diagnostic[], tree: Tree): readonly Diagnostic[] {
  return found.map((one) => {
    const value = ofValues.has(one.rule) ? tree.values.get(placeKey(one.at)) : undefined;
    return value === undefined || namesKey(one, value.key) ? one : { ...one, at: value.at };
  });
}

/** What is unknown may be the key itself, as that of a call or a reaction. */
const namesKey = ({ rule, message }: Diagnostic, key: string): boolean => rule.startsWith("unknown-") && message.startsWith(shown(key));
