import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generate, nextMigrations, readHistory } from "../../src/generators/index.ts";
import type { GenerateOptions } from "../../src/generators/options.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import type { FileTree } from "../../src/model/file-tree.ts";
import { readSpec } from "../../src/spec/index.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");
const other = "  labels:\n    entities:\n      Label: { fields: { text: string(1..40) } }\n    api: { resources: { Label: [list, create] } }\n";

function specOf(text: string): Architecture {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return architecture;
}

const both = specOf(notes.replace("services:\n", `services:\n${other}`));
const less = specOf(notes);

/** What a rendering leaves for the next. */
function after(tree: FileTree): Pick<GenerateOptions, "history"> {
  const kept = tree.filter(({ path }) => path.startsWith(".keybeam/model/") || path.includes("/migrations/"));
  const [history, faults] = readHistory(kept.map(({ path, content }) => ({ path, content, generated: true })));
  if (history === null) throw new Error(JSON.stringify(faults));
  return { history };
}

const textAt = (tree: FileTree, path: string): string | undefined => tree.find((file) => file.path === path)?.content;

it("keeps in mind what a service that left holds, and says so, until it is asked to delete it", () => {
  const first = after(generate(both, { keybeam: "1" }));
  const left = generate(less, { keybeam: "1", ...first });
  expect(textAt(left, ".keybeam/model/labels.json")).toContain('"labels": {');
  expect(textAt(left, "src/apps/migrate.ts")).not.toContain("labels");
  expect(nextMigrations(less, first)).toEqual([{ service: "labels", added: [], pending: [{ of: "labels", message: "the service left the spec, and its schema stays with what it holds: labels" }] }]);
  expect(nextMigrations(both, first)).toEqual([]);
});

it("deletes its schema in the migrate step from then on, and has nothing more to say", () => {
  const asked = { ...after(generate(both, { keybeam: "1" })), contract: ["labels"] };
  expect(nextMigrations(less, asked)).toEqual([{ service: "labels", added: [], pending: [], deletes: "the schema of labels with what it holds" }]);
  const deleted = generate(less, { keybeam: "1", ...asked });
  const later = generate(less, { keybeam: "1", ...after(deleted) });
  for (const tree of [deleted, later]) {
    expect(textAt(tree, "src/apps/migrate.ts")).toContain('const left = [{ service: "labels", migrations: ["0001-create-tables"], another: [] }];');
    expect(textAt(tree, "src/platform/database/left.ts")).toContain("drop schema");
  }
  expect(later).toEqual(deleted);
  expect(nextMigrations(less, after(deleted))).toEqual([]);
});

it("knows the schema that was given up by its migrations, whose files go before anybody asks for its end", () => {
  const left = after(generate(less, { keybeam: "1", ...after(generate(both, { keybeam: "1" })) }));
  expect(left.history?.get("labels")?.migrations).toEqual([]);
  const deleted = generate(less, { keybeam: "1", ...left, contract: ["labels"] });
  expect(textAt(deleted, "src/apps/migrate.ts")).toContain('{ service: "labels", migrations: ["0001-create-tables"], another: [] }');
});

it("deletes a schema once, and none that is not the one given up", () => {
  const asked = { ...after(generate(both, { keybeam: "1" })), contract: ["labels"] };
  const text = textAt(generate(less, { keybeam: "1", ...asked }), "src/platform/database/left.ts") ?? "";
  const [kept, dropped] = [text.indexOf("schema kept"), text.indexOf("drop schema")];
  expect(text).toContain("if (isThere && (isDone || !isTheOne)) {");
  expect(text).toContain("insert into ${DONE} (service)");
  expect(kept).toBeGreaterThan(0);
  expect(dropped).toBeGreaterThan(kept);
});

it("lets a service that comes back go on from what it was, with the migrations that it had", () => {
  const first = generate(both, { keybeam: "1" });
  const left = generate(less, { keybeam: "1", ...after(first) });
  const path = "src/services/labels/data/migrations/0001-create-tables.ts";
  expect(textAt(left, path)).toBeUndefined();
  expect(generate(both, { keybeam: "1", ...after(left) })).toEqual(first);
  const more = specOf(notes.replace("services:\n", `services:\n${other.replace("text: string(1..40)", "text: string(1..40), rank: int = 0")}`));
  const back = generate(more, { keybeam: "1", ...after(left) });
  expect(textAt(back, path)).toBe(textAt(first, path));
  expect(textAt(back, "src/services/labels/data/migrations/0002-add-label-rank.ts")).toContain("add column");
});

it("begins anew under other ids where the schema was given up, and lets a database that has it still let it go", () => {
  const gone = generate(less, { keybeam: "1", ...after(generate(both, { keybeam: "1" })), contract: ["labels"] });
  const back = generate(both, { keybeam: "1", ...after(gone) });
  expect(textAt(back, "src/services/labels/data/migrations/0002-create-tables.ts")).toContain('id: "0002-create-tables"');
  expect(textAt(back, "src/services/labels/data/migrations/0001-create-tables.ts")).toBeUndefined();
  const migrate = textAt(back, "src/apps/migrate.ts") ?? "";
  expect(migrate).toContain('const left = [{ service: "labels", migrations: ["0001-create-tables"], another: labelsMigrations.map(({ id }) => id) }];');
  expect(migrate.indexOf("await dropLeft(")).toBeLessThan(migrate.indexOf("await migrate("));
  expect(generate(both, { keybeam: "1", ...after(back) })).toEqual(back);
  expect(nextMigrations(both, after(back))).toEqual([]);
  const again = generate(less, { keybeam: "1", ...after(back), contract: ["labels"] });
  expect(textAt(again, "src/apps/migrate.ts")).toContain('{ service: "labels", migrations: ["0001-create-tables", "0002-create-tables"], another: [] }');
});

it("keeps the migrations of a service whose last entity was let go", () => {
  const first = after(generate(both, { keybeam: "1" }));
  const empty = specOf(notes.replace("services:\n", "services:\n  labels:\n    operations:\n      count: { http: GET /label-count, kind: query, output: { count: int } }\n"));
  const dropped = generate(empty, { keybeam: "1", ...first, contract: ["labels.Label"] });
  const later = generate(empty, { keybeam: "1", ...after(dropped) });
  expect(later.filter(({ path }) => path.includes("labels/data/migrations/0")).map(({ path }) => path)).toEqual(["src/services/labels/data/migrations/0001-create-tables.ts", "src/services/labels/data/migrations/0002-drop-label.ts"]);
});

it("takes a service under another name for the same", () => {
  const first = after(generate(both, { keybeam: "1" }));
  const renamed = specOf(notes.replace("services:\n", `services:\n${other.replace("labels:", "stickers:\n    was: labels")}`));
  expect(textAt(generate(renamed, { keybeam: "1", ...first }), ".keybeam/model/labels.json")).toBeUndefined();
});
