import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { Json } from "../../src/model/architecture.ts";
import { readSpec, ungenerated } from "../../src/spec/index.ts";
import { child, isList, isMap } from "../../src/spec/tree.ts";

const everything: Json = parse(readFileSync(new URL("./fixtures/everything.yaml", import.meta.url), "utf8"));

function pointersOf(node: Json, at = ""): readonly string[] {
  const children: readonly (readonly [string | number, Json])[] = isList(node)
    ? node.map((item, index) => [index, item])
    : isMap(node)
      ? Object.entries(node)
      : [];
  return children.flatMap(([key, value]) => [child(at, key), ...pointersOf(value, child(at, key))]);
}

/** How often each property is tried: KEYBEAM_LONG_TESTS=1 tries ten times as often. */
const often = process.env["KEYBEAM_LONG_TESTS"] === "1" ? 10 : 1;

type Change = (value: Json, key: string) => readonly (readonly [key: string, value: Json])[];

/** The data with one node changed: to no node, to two, or to another. */
function changed(node: Json, pointer: string, change: Change, at = ""): Json {
  if (isList(node)) {
    return node.flatMap((item, index) =>
      child(at, index) === pointer
        ? change(item, String(index)).map(([, value]) => value)
        : [changed(item, pointer, change, child(at, index))],
    );
  }
  if (!isMap(node)) return node;
  const entries = Object.entries(node).flatMap(([key, value]) =>
    child(at, key) === pointer ? change(value, key) : [[key, changed(value, pointer, change, child(at, key))] as const],
  );
  return Object.fromEntries(entries);
}

const hostile = fc.constantFrom<Json>(
  null,
  true,
  0,
  -1,
  1.5,
  1e21,
  "",
  " ",
  "x",
  "yes",
  "a.b.c",
  "*",
  "all",
  "optional(",
  "enum(a | b) = c",
  "list(Order)",
  "a -> ",
  "-> b",
  "POST /",
  "GET //",
  "5s..",
  "0..",
  "__proto__",
  "constructor",
  "${x}",
  "'",
  '"',
  "*/",
  "\u202e",
  "😀",
  [],
  {},
  [[]],
  [{}],
  { type: null },
  { do: [] },
  { value: null },
  ["a", "a"],
);

const changes = fc.oneof(
  fc.constant<Change>(() => []),
  fc.constant<Change>((value, key) => [
    [key, value],
    [`${key}2`, value],
  ]),
  hostile.map(
    (other): Change =>
      (_, key) => [[key, other]],
  ),
  fc.constantFrom("", "constructor", "__proto__", "toString", "id", "Order", "order-s", "ORDER", "a.b", "é", "0").map(
    (name): Change =>
      (value) => [[name, value]],
  ),
);

describe("a valid spec with one node changed", () => {
  const pointers = pointersOf(everything);

  it("gives an architecture or an error, and never throws", () => {
    fc.assert(
      fc.property(fc.constantFrom(...pointers), changes, (pointer, change) => {
        const [architecture, diagnostics] = readSpec(
          stringify(changed(everything, pointer, change)),
          "architecture.yaml",
        );
        expect(architecture === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
        for (const { rule, message, at } of diagnostics) {
          expect(rule).toMatch(/^[a-z]+(-[a-z]+)*$/);
          expect(message).not.toMatch(/undefined|\[object|NaN|must NOT/);
          expect(at.line).toBeGreaterThan(0);
          expect(at.column).toBeGreaterThan(0);
        }
        if (architecture !== null) ungenerated(architecture);
      }),
      { numRuns: 60 * often },
    );
  });

  it("any text at all gives an architecture or an error", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 200 }),
          fc.string({ unit: fc.constantFrom(..."keybeam: 1\n- {}[]\"'|>&*!%#?,\t"), maxLength: 200 }),
        ),
        (text) => {
          const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
          expect(architecture === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
        },
      ),
      { numRuns: 150 * often },
    );
  });

  it("any bytes at all give an architecture or an error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const [architecture, diagnostics] = readSpec(bytes, "architecture.yaml");
        expect(architecture === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
      }),
      { numRuns: 100 * often },
    );
  });
});
