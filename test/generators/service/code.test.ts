import { describe, expect, test } from "vitest";
import { naturally, withImports } from "../../../src/generators/service/code/imports.ts";
import { arrayOf, callOf, line, member, objectOf } from "../../../src/generators/service/code/layout.ts";
import { constraintName } from "../../../src/generators/service/names.ts";
import { onlyThrough } from "../../../src/generators/service/states.ts";
import type { Entity } from "../../../src/model/architecture.ts";

describe("a source is laid out as the formatter would", () => {
  const long = "x".repeat(60);

  test("on one line where it fits", () => {
    expect(line(0, "const a = ", callOf("f", ["b", objectOf([["c", "1"]])]), ";")).toBe("const a = f(b, { c: 1 });");
  });

  test("with the only object clinging to its brackets", () => {
    const source = callOf("f", [objectOf([["first", long], ["second", long]])]);
    expect(line(0, "", source, ";")).toBe(`f({\n  first: ${long},\n  second: ${long},\n});`);
  });

  test("with the last argument clinging where the others fit", () => {
    const source = callOf("f", ["a", arrayOf([long, long])]);
    expect(line(0, "", source, ";")).toBe(`f(a, [\n  ${long},\n  ${long},\n]);`);
  });

  test("with objects of a list on lines of their own, though they would fit", () => {
    const row = objectOf([["a", "1"], ["b", "2"]]);
    expect(line(0, "", arrayOf([row, row]), ";")).toBe("[\n  { a: 1, b: 2 },\n  { a: 1, b: 2 },\n];");
  });

  test("with a union that is too long one type a line", () => {
    const union = `"${long}" | "${long}"`;
    expect(member("state", union)).toBe(`  readonly state:\n    | "${long}"\n    | "${long}";`);
  });
});

describe("imports", () => {
  const known = [
    { name: "money", from: "src/platform/kernel/scalars.ts", type: false },
    { name: "Money", from: "src/platform/kernel/json.ts", type: true },
    { name: "newOrder", from: "src/services/a/domain/order.ts", type: false },
  ];
  const path = "src/services/a/application/orders.ts";

  test("are what the code speaks of, farthest first", () => {
    expect(withImports(path, "const total: Money = newOrder(money);", known)).toBe(
      'import type { Money } from "../../../platform/kernel/json.ts";\n' +
        'import { money } from "../../../platform/kernel/scalars.ts";\n' +
        'import { newOrder } from "../domain/order.ts";\n\n' +
        "const total: Money = newOrder(money);",
    );
  });

  test("leave out what is only a property, a text or a comment", () => {
    for (const body of ["const a = { money: 1 };", "const a = b.money;", 'const a = "money";', "const a = 'newOrder \"';", "/* Money */", "const a = `money`;"]) {
      expect(withImports(path, body, known)).toBe(body);
    }
  });

  test("are sorted with capitals first and numbers by their size", () => {
    expect(["ab", "aB", "a10", "a2", "AB", "A1", "a1"].sort(naturally)).toEqual(["A1", "AB", "a1", "a2", "a10", "aB", "ab"]);
    expect(["./a-b.x", "./a.x", "./a/b", "./a2"].sort(naturally)).toEqual(["./a/b", "./a.x", "./a-b.x", "./a2"]);
  });
});

test("a name that Postgres would cut is cut before, and stays its own", () => {
  const long = "a".repeat(70);
  expect(constraintName("orders", "key")).toBe("orders_key");
  expect(constraintName(long, "b")).toHaveLength(63);
  expect(constraintName(long, "b")).not.toBe(constraintName(long, "c"));
});

test("a state that another way leads to does not prove that a transition took place", () => {
  const transitions = [
    { name: "place", field: "status", from: ["draft"], to: "placed" },
    { name: "pay", field: "status", from: ["placed"], to: "paid" },
    { name: "cancel", field: "status", from: ["draft", "placed"], to: "cancelled" },
  ];
  const entity: Entity = {
    name: "Order", was: null, description: "", ownedBy: null, fields: [], indexes: [], unique: [], transitions, partitionBy: null, retention: null, audit: false, subject: null,
        tenant: false,
  };
  const [place] = transitions;
  if (place === undefined) throw new Error("no transition");
  expect(onlyThrough(entity, place)).toEqual(["placed", "paid"]);
});
