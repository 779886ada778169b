import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { unsaidRenames } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { readSpec } from "../../src/spec/index.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8").replace(/^auth:/mu, "    operations:\n      tidy: { http: POST /tidy, input: { days: int } }\nauth:");

function specOf(text: string): Architecture {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return architecture;
}

/** What a change of the spec leaves to be asked: where, and which names are gone there. */
const asked = (from: string | RegExp, to: string): readonly string[] =>
  unsaidRenames(specOf(notes), specOf(notes.replaceAll(from, to).replace(/(?<=Memo: \{[\s\S]*)Note: \[/u, "Memo: ["))).map(({ at, gone }) => `${at} for ${gone.join(" or ")}`);

it("are asked about, of a service, an entity, a field and an operation", () => {
  expect(asked(/^ {2}notes:$/gmu, "  memos:")).toEqual(["services.memos for notes"]);
  expect(asked("Note:", "Memo:")).toEqual(["services.notes.entities.Memo for Note"]);
  expect(asked("body: optional(text)", "remark: optional(text)")).toEqual(["services.notes.entities.Note.fields.remark for body"]);
  expect(asked("tidy:", "clean:")).toEqual(["services.notes.operations.clean for tidy"]);
});

it("are not where the spec says it, where the shape is another, and where nothing is gone", () => {
  expect(asked("body: optional(text)", "remark: { type: optional(text), was: body }")).toEqual([]);
  expect(asked("Note: {", "Memo: { was: Note,")).toEqual([]);
  expect(asked("body: optional(text)", "remark: optional(int)")).toEqual([]);
  expect(asked("body: optional(text)", "body: optional(text), remark: optional(text)")).toEqual([]);
  expect(asked("tidy: { http: POST", "clean: { http: GET")).toEqual([]);
});

it("are asked about inside of what is renamed, and of each name that may be meant", () => {
  expect(asked(/Note: \{ fields: \{(.*)body: optional\(text\)/gu, "Memo: { was: Note, fields: {$1remark: optional(text)")).toEqual(["services.notes.entities.Memo.fields.remark for body"]);
  const two = specOf(notes.replace("body: optional(text)", "body: optional(text), more: optional(text)"));
  expect(unsaidRenames(two, specOf(notes.replace("body: optional(text)", "remark: optional(text)"))).map(({ gone }) => gone)).toEqual([["body", "more"]]);
});
