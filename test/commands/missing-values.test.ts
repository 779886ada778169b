import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { missingValueFindings } from "../../src/commands/missing-values.ts";
import { generate, nextMigrations, readHistory } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { readSpec } from "../../src/spec/index.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");
const calling = "  labels:\n    operations: { count: { http: GET /label-count, kind: query, output: { count: int } } }\n    calls: { notes: { operations: [Note.get] } }\n";
const alone = notes;
const called = notes.replace("services:\n", `services:\n${calling}`);

const withFields = (spec: string): string => spec.replace("pinned: bool = false", "pinned: bool = false, deposit: money, codes: list(string(1..9))");

function specOf(text: string): Architecture {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return architecture;
}

/** What the fields that come to rows from before are warned of. */
function messages(before: string): readonly string[] {
  const kept = generate(specOf(before), { keybeam: "1" }).filter(({ path }) => path.startsWith(".keybeam/model/") || path.includes("/migrations/"));
  const [history, faults] = readHistory(kept.map(({ path, content }) => ({ path, content, generated: true })));
  if (history === null) throw new Error(JSON.stringify(faults));
  const now = specOf(withFields(before));
  return missingValueFindings({ migrations: nextMigrations(now, { history }) }, now).map(({ message }) => message);
}

it("says once of each field what becomes of rows without it, and of calls that are answered with one", () => {
  const start = (field: string): string => `Note.${field} is required, and rows from before may have none: of those the API answers null, where it promises a value`;
  expect(messages(alone)).toEqual([`${start("deposit")}.`, `${start("codes")}.`]);
  const fails = ", and calls by labels that are answered with one fail with `internal`.";
  expect(messages(called)).toEqual([`${start("deposit")}${fails}`, `${start("codes")}${fails}`]);
});

it("writes no JSON null in the place of a list that a row lacks, which a proof would take for a value", () => {
  const tree = generate(specOf(withFields(notes)), { keybeam: "1" });
  const repository = tree.find(({ path }) => path === "src/services/notes/data/notes.ts")?.content;
  expect(repository).toContain("row.codes === null ? null : JSON.stringify(row.codes)");
});
