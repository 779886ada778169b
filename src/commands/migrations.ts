import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";

const migration = /(?:^|\/)data\/migrations\/(?!index\.ts$)[^/]+\.ts$/;

export const isMigration = (path: string): boolean => migration.test(path);

/** A warning for each migration whose text another one takes the place of: a database that has run the old text does not take the new one. */
export function migrationFindings(plan: Plan, tense: "planned" | "done"): readonly Diagnostic[] {
  return plan.files
    .filter(({ path, action }) => action === "replace" && isMigration(path))
    .map(({ path }) => ({
      rule: "replaced-migration",
      severity: "warning",
      message: `${path} ${tense === "done" ? "was" : "would be"} replaced. This migration may be applied already: a database that has it will refuse to start until it is deleted or the old file is back.`,
      at: { file: path, line: 1, column: 1 },
      related: [],
      help: "Bring .keybeam back from git, which knows the tables that were rendered, and generate again. Where no database holds anything to keep, delete the folder .data.",
    }));
}
