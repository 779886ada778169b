import { describe, expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { parseModel, printModel } from "../../src/generators/service/data/model/record.ts";
import { modelOf } from "../../src/generators/service/data/model/of-spec.ts";
import { scopeOf } from "../../src/generators/service/scope.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { readSpec } from "../../src/spec/index.ts";
import { ungenerated } from "../../src/spec/ungenerated.ts";
import { example } from "./architectures.ts";

const notes = (note: string, topology = "monolith"): Architecture => {
  const text = `{ keybeam: 1, name: diary, topology: ${topology}, auth: { model: none }, services: { notes: { entities: {
    Tag: { fields: { word: string } }, Part: { fields: { size: int } },
    Note: { fields: { title: { type: string, set: once }, tag: Tag, parts: list(Part), tags: set(Tag) }, ${note} } },
    api: { resources: { Note: [list, get, create, delete], Tag: [list, create] } } } } }`;
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return architecture;
};
const treeOf = (architecture: Architecture): ReadonlyMap<string, string> => new Map(generate(architecture, { keybeam: "0.1.0" }).map(({ path, content }) => [path, content]));
const MIGRATION = "src/services/notes/data/migrations/0001-create-tables.ts";

describe("a table in parts", () => {
  const byMonth = treeOf(notes("partitionBy: createdAt"));
  const sql = byMonth.get(MIGRATION) ?? "";

  test("has the field in its key, a default part, and what it owns by a trigger in place of a foreign key", () => {
    expect(sql).toContain('  primary key ("id", "created_at")\n) partition by range ("created_at");\ncreate table "notes"."_notes_default" partition of "notes"."notes" default;');
    expect(sql).toContain('delete from "notes"."parts" where "_parent" = old."id";\n  delete from "notes"."notes_tags" where "owner" = old."id";');
    expect(sql).not.toContain('references "notes"."notes"');
    expect(sql.match(/references "notes"\."tags"/gu)).toHaveLength(2);
  });

  test("gets its months from the migrate step and every hour", () => {
    expect(byMonth.get("src/apps/migrate.ts")).toContain("await makeMonths(url, service);");
    expect(byMonth.get("src/platform/database/purge.ts")).toContain('"_keep_months"()');
    expect(byMonth.get("src/platform/process.ts")).toContain("startPurge(");
  });

  test("is spread by hash where the field is no time, and needs no months", () => {
    const byHash = treeOf(notes("partitionBy: title"));
    expect(byHash.get(MIGRATION)).toContain('partition by hash ("title");');
    expect(byHash.get(MIGRATION)?.match(/modulus 16/gu)).toHaveLength(16);
    expect([...byHash.keys()].filter((path) => path.includes("month"))).toEqual([]);
  });

  test("is the same bytes in every topology, and kept as a model that reads back", () => {
    const services = (topology: string) => new Map([...treeOf(notes("partitionBy: createdAt", topology))].filter(([path]) => path.startsWith("src/services/")));
    for (const topology of ["modular-monolith", "microservices", "serverless"]) expect(services(topology)).toEqual(services("monolith"));
    const architecture = notes("partitionBy: createdAt");
    const [service] = architecture.services;
    const model = service === undefined ? null : modelOf(scopeOf(service, architecture));
    const read = model === null ? "none" : parseModel(printModel(model));
    expect(typeof read === "string" ? read : read.tables.find(({ name }) => name === "notes")?.partition).toEqual({
      by: "months",
      column: "created_at",
      owns: [{ table: "parts", column: "_parent" }, { table: "notes_tags", column: "owner" }],
    });
  });

  test("is named by no warning, and is nowhere where the spec asks for none", () => {
    expect(ungenerated(notes("partitionBy: createdAt")).map(({ message }) => message).join()).not.toContain("partition");
    expect([...treeOf(example("shop"))].filter(([path, content]) => /months|partition of|_owned/u.test(`${path}${content}`)).map(([path]) => path)).toEqual([]);
  });
});

test("whole months are dropped where nothing else goes with a row and nobody notes its end", () => {
  const plain = (more: string): string =>
    treeOf(notes(`retention: { deleteAfter: 90d }, ${more}`.replace(/, $/u, ""))).get("src/services/notes/data/notes.ts") ?? "";
  expect(plain("partitionBy: createdAt")).not.toContain("_drop_months");
  const alone = notes("partitionBy: createdAt, retention: { deleteAfter: 90d }");
  const services = alone.services.map((service) => ({
    ...service,
    entities: service.entities.filter(({ name }) => name !== "Part").map((one) => ({ ...one, fields: one.fields.filter(({ type }) => type.kind !== "children" && type.kind !== "set") })),
  }));
  const dropping = treeOf({ ...alone, services });
  expect(dropping.get("src/services/notes/data/notes.ts")).toContain(`select "notes"."_drop_months"('notes', $1) as "dropped"`);
  expect(dropping.get("src/services/notes/data/notes.ts")).toContain('where "created_at" < $1 and "id" in (');
  expect(dropping.get("src/services/notes/service.ts")).toContain("months: noteStatements.dropMonths");
});
