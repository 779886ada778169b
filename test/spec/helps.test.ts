import { expect, it } from "vitest";
import { readSpec } from "../../src/spec/index.ts";

const head = "keybeam: 1\nname: shop\nauth: { model: none }\nservices:\n";
const helpsOn = (services: string): readonly string[] => readSpec(head + services, "a.yaml")[1].map(({ rule, help }) => `${rule} ${help}`);

it("writes a parameter of a path with a colon, quoted or not", () => {
  const said = "Write `:id`, not `{id}`.";
  expect(helpsOn('  catalog: { operations: { best: { kind: query, http: "GET /best/{id}" } } }\n')).toContain(`bad-path ${said}`);
  expect(helpsOn("  catalog: { operations: { best: { kind: query, http: GET /best/{id} } } }\n")).toEqual([`yaml-syntax ${said}`]);
});

it("takes of two names that are as near the one that begins alike", () => {
  const order = '  catalog: { entities: { Order: { fields: { state: "enum(placed | paid | shipped) = placed" }, transitions: { state: { pay: placed -> payed } } } } }\n';
  expect(helpsOn(order)).toContain("unknown-state Did you mean `paid`?");
});

it("says of a key that stands twice nothing that follows from it alone", () => {
  const twice = "  catalog: { entities: { Product: { fields: { title: string } } } }\n  orders: { calls: { catalog: { operations: [best] } } }\n  catalog: { operations: { best: { kind: query, http: GET /best } } }\n";
  expect(helpsOn(twice)).toEqual(["duplicate-key Keep one of the two."]);
  expect(helpsOn(`${twice}  stock: { entities: { Shelf: { fields: { size: integer } } } }\n`)).toContain("bad-type Did you mean `int`?");
});
