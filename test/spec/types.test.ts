import { describe, expect, it } from "vitest";
import { readSpec } from "../../src/spec/index.ts";
import type { Field } from "../../src/model/architecture.ts";
import { around } from "./fixtures/inputs.ts";

const more = `    types: { Line: { product: uuid } }\n`;

function spec(field: string): string {
  return around(field).replace(
    "auth:",
    `      Tag: { fields: { label: string } }\n${more}  other:\n    entities:\n      Customer: { fields: { name: string } }\nauth:`,
  );
}

function fieldOf(text: string): Field | undefined {
  return readSpec(spec(text), "architecture.yaml")[0]?.services[0]?.entities[0]?.fields[0];
}

describe("types", () => {
  it.each<[text: string, field: Partial<Field>]>([
    ["uuid", { type: { kind: "scalar", name: "uuid" }, optional: false }],
    ["string(1..200)", { type: { kind: "scalar", name: "string", min: 1, max: 200 } }],
    ["string(..200)", { type: { kind: "scalar", name: "string", max: 200 } }],
    ["int(1..)", { type: { kind: "scalar", name: "int", min: 1 } }],
    ["int(-5..-1)", { type: { kind: "scalar", name: "int", min: -5, max: -1 } }],
    ["decimal(0.5..1.5)", { type: { kind: "scalar", name: "decimal", min: 0.5, max: 1.5 } }],
    ["enum(a | b | c)", { type: { kind: "enum", values: ["a", "b", "c"] } }],
    ["enum(draft|in-progress|on_hold)", { type: { kind: "enum", values: ["draft", "in-progress", "on_hold"] } }],
    ["optional(text)", { type: { kind: "scalar", name: "text" }, optional: true }],
    ["list(string(1..40))", { type: { kind: "list", of: { kind: "scalar", name: "string", min: 1, max: 40 } } }],
    ["list(Tag)", { type: { kind: "children", entity: "Tag" } }],
    ["set(Tag)", { type: { kind: "set", entity: "Tag" } }],
    ["Tag", { type: { kind: "entity", entity: "Tag" } }],
    ["shop.Tag", { type: { kind: "entity", entity: "Tag" } }],
    ["optional(other.Customer)", { type: { kind: "foreign", service: "other", entity: "Customer" }, optional: true }],
    ["bool = true", { type: { kind: "scalar", name: "bool" }, default: true }],
    ["int = -5", { default: -5 }],
    ["string = hello there", { default: "hello there" }],
    ['string = "a = b"', { default: "a = b" }],
    ["decimal = 12.50", { default: "12.50" }],
    ["money = 12.50 EUR", { default: { amount: "12.50", currency: "EUR" } }],
    ["date = 2026-02-28", { default: "2026-02-28" }],
    ["timestamp = 2026-02-28T12:00:00Z", { default: "2026-02-28T12:00:00Z" }],
    ["enum(a | b) = b", { default: "b" }],
    ["list(int) = [1]", { default: [1] }],
    ["optional(json) = {}", { default: {}, optional: true }],
    ["string = now()", { default: "now()" }],
    [
      "{ type: int(1..), default: 3, unique: true, set: once, sensitivity: personal, encrypt: true, was: sum, description: How much. }",
      {
        type: { kind: "scalar", name: "int", min: 1 },
        default: 3,
        unique: true,
        set: "once",
        sensitivity: "personal",
        encrypt: true,
        was: "sum",
        description: "How much.",
      },
    ],
  ])("%s", (text, field) => {
    expect(fieldOf(text)).toMatchObject(field);
  });

  it.each([
    ["string?", "bad-type", "optional(string)"],
    ["string[]", "bad-type", "list(string)"],
    ["enum(a, b)", "bad-type", "enum(a | b | c)"],
    ["List<string>", "bad-type", "list(T)"],
    ["strng", "bad-type", "`string`"],
    ["strng(1..2)", "bad-type", "`string`"],
    ["boolean", "bad-type", "`bool`"],
    ["number", "bad-type", "`decimal`"],
    ["DateTime", "bad-type", "`timestamp`"],
    ["list", "bad-type", "list(T)"],
    ["list()", "bad-type", "list(T)"],
    ["set(int)", "bad-type", "set(Tag)"],
    ["set(other.Customer)", "bad-type", "joins"],
    ["list(other.Customer)", "bad-type", "reference"],
    ["list(optional(int))", "bad-type", "outermost"],
    ["optional(optional(int))", "bad-type", "outermost"],
    ["list(list(int))", "bad-type", "entity"],
    ["Line", "bad-type", "entity"],
    ["bool(1..2)", "bad-type", "Bounds"],
    ["enum()", "bad-type", "Values"],
    ["enum(a | a)", "bad-type", "Keep one"],
    ["enum(a b)", "bad-type", "Values"],
    ["string(1..2", "bad-type", "bracket"],
    ["int =", "bad-type", "default"],
    [`${"list(".repeat(100)}int${")".repeat(100)}`, "bad-type", "types"],
    ["string(2..1)", "bad-bounds", "string(1..2)"],
    ["string(-1..)", "bad-bounds", "0"],
    ["string(1.5..)", "bad-bounds", "digits"],
    ["string(..)", "bad-bounds", "string(1..200)"],
    ["string(5)", "bad-bounds", "string(1..200)"],
    ["Tga", "unknown-name", "`Tag`"],
    ["Customer", "unknown-name", "`other.Customer`"],
    ["othr.Customer", "unknown-name", "`other`"],
    ["other.Custmer", "unknown-name", "`Customer`"],
    ["bool = maybe", "bad-default", "type"],
    ["int(1..5) = 6", "bad-default", "type"],
    ["int = 1.5", "bad-default", "type"],
    ["string(1..2) = abc", "bad-default", "type"],
    ["enum(a | b) = c", "bad-default", "type"],
    ["date = 2026-02-30", "bad-default", "type"],
    ["uuid = me", "bad-default", "type"],
    ["money = 12.50", "bad-default", "type"],
    ["Tag = x", "bad-default", "type"],
    ["{ type: int, default: '3' }", "bad-default", "type"],
    ["{ type: int, default: [1] }", "bad-default", "type"],
  ])("%s is refused with a hint", (text, rule, hint) => {
    const [architecture, diagnostics] = readSpec(spec(text), "architecture.yaml");
    expect(architecture).toBeNull();
    expect(diagnostics.map((one) => one.rule)).toEqual([rule]);
    expect(diagnostics[0]?.help).toContain(hint);
    const [key, wrong] = [spec(text).split("\n")[7] ?? "", /default: (?<value>.*) \}/u.exec(text)?.groups?.["value"] ?? text];
    expect(diagnostics[0]?.at).toMatchObject({ line: 8, column: key.indexOf(wrong, key.indexOf(": ")) + 1, endColumn: key.indexOf(wrong, key.indexOf(": ")) + wrong.length + 1 });
  });

  it("inputs, outputs and events may hold the service's types and entities", () => {
    const text = around(
      "string",
      "types: { Line: { product: uuid } }\noperations:\n  sell: { http: POST /sales, input: { lines: list(Line), order: Order }, output: { order: optional(Order) } }",
    );
    const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
    expect(diagnostics).toEqual([]);
    expect(architecture?.services[0]?.operations[0]).toMatchObject({
      input: [
        { type: { kind: "list", of: { kind: "type", type: "Line" } } },
        { type: { kind: "entity", entity: "Order" } },
      ],
      output: [{ type: { kind: "entity", entity: "Order" }, optional: true }],
    });
  });
});
