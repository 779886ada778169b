import { expect, test } from "vitest";
import { known } from "../../templates/platform/src/platform/kernel/known.ts";
import { propertiesOf, violationsOf, withPlainIds } from "../../templates/platform/src/platform/kernel/schema.ts";
import { anyJson, byId, listOf, nullable, record, uuid } from "../../templates/platform/src/platform/kernel/scalars.ts";

const upper = "0190F3A0-0000-7000-8000-00000000000A";
const lower = upper.toLowerCase();
const note = record({ id: uuid, parent: nullable(uuid), title: { type: "string" }, tags: listOf(uuid), more: anyJson, lines: listOf(byId) });

test("ids are taken in either case and go on in lower case; nothing else changes", () => {
  const given = { id: upper, parent: upper, title: upper, tags: [upper, lower], more: { id: upper }, lines: [{ id: upper }], other: upper };
  const plain = withPlainIds(note, given);
  expect(plain).toEqual({ ...given, id: lower, parent: lower, tags: [lower, lower], lines: [{ id: lower }] });
});

test("what other people's systems say has its ids in lower case too", () => {
  const given = { id: upper, parent: null, title: upper, tags: [upper], more: { id: upper }, lines: [{ id: upper, added: 1 }], added: upper };
  expect(known(note, given)).toEqual({ id: lower, parent: null, title: upper, tags: [lower], more: { id: upper }, lines: [{ id: lower }] });
});

test("inside there is one spelling: a door that does not lower ids lets none in upper case through", () => {
  expect(violationsOf(record({ id: uuid }), { id: upper })).toHaveLength(1);
  expect(violationsOf(record({ id: uuid }), { id: lower })).toEqual([]);
});

test.each([null, undefined, 7, [upper], "x", { parent: null }, { id: [upper] }, { lines: upper }, { tags: {} }])("what does not fit stays as it is: %j", (given) => {
  expect(withPlainIds(note, given)).toEqual(given);
});

test("a name that every object has is a property like any other", () => {
  expect(propertiesOf(note).get("constructor")).toBeUndefined();
  expect(Object.keys(Object(withPlainIds(note, JSON.parse('{ "__proto__": { "id": "x" }, "toString": 1 }'))))).toEqual(["__proto__", "toString"]);
});
