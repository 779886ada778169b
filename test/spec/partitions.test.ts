import { expect, test } from "vitest";
import { readSpec } from "../../src/spec/index.ts";

const spec = (note: string, others = ""): string => `keybeam: 1
name: diary
topology: monolith
services:
  notes:
    entities:
      Note: ${note}
${others}
    api: { resources: { Note: [list, get, create] } }
    operations: { sort: {} }
auth: { model: none }
`;

const faultsOf = (text: string): readonly string[] =>
  readSpec(text, "architecture.yaml")[1].filter(({ severity }) => severity === "error").map(({ rule, message }) => `${rule}: ${message}`);

const TITLE = "title: { type: string, set: once }";

test.each([
  ["a reference", `{ fields: { ${TITLE} }, partitionBy: title }`, "      Page: { fields: { note: Note } }", "`Page.note` refers to `Note`"],
  ["a set", `{ fields: { ${TITLE} }, partitionBy: title }`, "      Page: { fields: { notes: set(Note) } }", "`Page.notes` refers to `Note`"],
  ["owned children", `{ fields: { ${TITLE}, parts: list(Part) } }`, "      Part: { fields: { size: { type: int, set: once } }, partitionBy: size }", "`Part` is owned by `Note`"],
  ["what may be missing", "{ fields: { title: { type: optional(string), set: once } }, partitionBy: title }", "", "A row may lack `title`"],
  ["what is encrypted", "{ fields: { title: { type: string, set: once, encrypt: true } }, partitionBy: title }", "", "`title` is encrypted"],
  ["money", "{ fields: { cost: { type: money, set: once } }, partitionBy: cost }", "", "`cost` is an amount and a currency"],
  ["what a client may change", "{ fields: { title: string }, partitionBy: title }", "", "`title` may change"],
  ["what a transition moves", "{ fields: { state: enum(a | b) = a }, transitions: { state: { go: a -> b } }, partitionBy: state }", "", "`state` may change"],
  ["what changes with the row", `{ fields: { ${TITLE} }, partitionBy: updatedAt }`, "", "`updatedAt` changes"],
  ["another unique field", `{ fields: { ${TITLE}, code: { type: string, unique: true } }, partitionBy: title }`, "", "`code` is unique within a part alone"],
  ["other unique fields", `{ fields: { ${TITLE}, code: string, kind: string }, unique: [[title, code], [code, kind]], partitionBy: title }`, "", "`code` and `kind` are unique within a part alone"],
])("a table is not partitioned where there is %s", (_what, note, others, expected) => {
  const [fault, ...more] = faultsOf(spec(note, others));
  expect(fault).toContain(`unfit-partition: ${expected}`);
  expect(more).toEqual([]);
});

test.each([
  ["createdAt", `{ fields: { ${TITLE}, parts: list(Part), more: set(Part) }, partitionBy: createdAt }`],
  ["id", "{ fields: { title: string }, partitionBy: id }"],
  ["a field that is set once, and unique", "{ fields: { title: { type: string, set: once, unique: true }, code: string }, unique: [[code, title]], partitionBy: title }"],
])("it is by %s", (_what, note) => {
  const others = note.includes("list(Part)") ? "      Part: { fields: { size: int } }" : "";
  expect(faultsOf(spec(note.replace(", more: set(Part)", ""), others))).toEqual([]);
});
