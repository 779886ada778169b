import fc from "fast-check";
import { expect, test } from "vitest";
import { compatibility } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { readSpec } from "../../src/spec/index.ts";
import { enumOf, intOf, listOfInts, record, stringOf } from "../support/schemas.ts";
import { violationsOf } from "../../templates/platform/src/platform/kernel/schema.ts";

/** A field as this test knows it, apart from all that keybeam thinks of it. */
interface Field {
  readonly name: string;
  readonly kind: "string" | "int" | "enum" | "list";
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  readonly default: boolean;
}

const field = (name: string): fc.Arbitrary<Field> =>
  fc.record({
    name: fc.constant(name),
    kind: fc.constantFrom("string", "int", "enum", "list"),
    min: fc.integer({ min: 1, max: 3 }),
    max: fc.integer({ min: 3, max: 6 }),
    optional: fc.boolean(),
    default: fc.boolean(),
  });

const values = ({ min, max }: Field): readonly string[] => Array.from({ length: max - min + 1 }, (_, index) => `v${min + index}`);
const mayBeMissing = (one: Field): boolean => one.optional || hasDefault(one);
const hasDefault = (one: Field): boolean => one.default && !one.optional && (one.kind === "int" || one.kind === "enum");

function written(one: Field): string {
  const bounds = `(${one.min}..${one.max})`;
  const type = { string: `string${bounds}`, int: `int${bounds}`, enum: `enum(${values(one).join(" | ")})`, list: `list(int${bounds})` }[one.kind];
  if (one.optional) return `optional(${type})`;
  return hasDefault(one) ? `${type} = ${one.kind === "int" ? one.max : values(one)[0]}` : type;
}

const specOf = (fields: readonly Field[]): string => {
  const listed = (some: readonly Field[]): string => `{ ${["label: string = none", ...some.map((one) => `${one.name}: ${written(one)}`)].join(", ")} }`;
  const text = listed(fields);
  const row = listed(fields.filter(({ kind }) => kind !== "list"));
  return `keybeam: 1
name: things
topology: monolith
services:
  things:
    entities: { Thing: { fields: ${row} } }
    api: { resources: { Thing: [get, create] } }
    operations: { ask: { http: POST /asks, kind: query, input: ${text}, output: ${text} } }
auth: { model: none }
`;
};

function read(fields: readonly Field[]): Architecture {
  const [architecture, diagnostics] = readSpec(specOf(fields), "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return architecture;
}

const schemaOf = (one: Field) => ({ string: stringOf, int: intOf, enum: enumOf, list: listOfInts })[one.kind](one, values(one), one.optional);

/** Everything that could be told apart at a field: its bounds and what lies on either side, no value, none at all. */
const candidates = (one: Field): readonly unknown[] => {
  const sizes = [one.min - 1, one.min, one.max, one.max + 1];
  const some = { string: sizes.map((size) => "a".repeat(size)), int: sizes, enum: values(one), list: sizes.map((size) => [size]) }[one.kind];
  return [...some, null, undefined];
};

/** Whether a message of one kind can be right by the first fields and wrong by the second, one field being odd at a time. */
function isRefused(right: readonly Field[], wrong: readonly Field[], how: { readonly missing: (one: Field) => boolean; readonly strict: boolean }): boolean {
  const [first, second] = [record(right, schemaOf, how.missing, true), record(wrong, schemaOf, how.missing, how.strict)];
  const plain = Object.fromEntries(right.map((one) => [one.name, candidates(one)[one.kind === "enum" ? 0 : 1]]));
  const messages = [...right, ...wrong].flatMap((one) => candidates(one).map((value) => ({ ...plain, [one.name]: value })));
  const whole = messages.map((message) => JSON.parse(JSON.stringify(message)));
  return whole.some((message) => violationsOf(first, message).length === 0 && violationsOf(second, message).length > 0);
}

const names = ["a", "b", "c"];
const someFields = fc.tuple(...names.map((name) => fc.option(field(name), { nil: null }))).map((all) => all.filter((one) => one !== null));
/** Most fields stay as they are, so that what changes is seen alone. */
const change = someFields.chain((was) =>
  fc.tuple(fc.constant(was), fc.tuple(...names.map((name) => fc.tuple(fc.integer({ min: 0, max: 2 }), fc.option(field(name), { nil: null }))))).map(
    ([old, news]) => [old, names.flatMap((name, index) => (news[index]?.[0] === 0 ? [news[index][1]] : [old.find((one) => one.name === name) ?? null])).filter((one) => one !== null)] as const,
  ),
);

test("breaks are what lets somebody down, and nothing else", () => {
  let broken = 0;
  fc.assert(
    fc.property(change, ([was, now]) => {
      const { breaks } = compatibility(read(was), read(now));
      const said = (name: string, word: RegExp): boolean => breaks.some((one) => one.name === name && word.test(one.says));
      const rows = [was, now].map((all) => all.filter(({ kind }) => kind !== "list"));
      const [old, current] = [rows[0] ?? [], rows[1] ?? []];
      const sameKinds = was.every((one) => now.every((two) => two.name !== one.name || two.kind === one.kind));
      const gone = (before: readonly Field[], after: readonly Field[]): boolean => before.some((one) => after.every(({ name }) => name !== one.name));
      const expected = {
        "POST /v1/things": isRefused(old, current, { missing: mayBeMissing, strict: true }),
        "things.Thing, as shown": isRefused(current, old, { missing: () => false, strict: false }) || gone(old, current),
        "POST /v1/asks": isRefused(was, now, { missing: mayBeMissing, strict: true }) || isRefused(now, was, { missing: mayBeMissing, strict: false }) || gone(was, now),
      };
      for (const [name, letsDown] of Object.entries(expected)) {
        if (letsDown) broken += 1;
        if (letsDown || sameKinds) expect([name, said(name, /./)]).toEqual([name, letsDown]);
      }
    }),
    { numRuns: 100, seed: 7 },
  );
  // Neither answer comes too rarely to be tested.
  expect(broken).toBeGreaterThan(50);
  expect(broken).toBeLessThan(250);
});
