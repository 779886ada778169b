import type { FileTree } from "../../../src/model/file-tree.ts";
import { generate } from "../../../src/generators/index.ts";
import { readSpec } from "../../../src/spec/index.ts";
import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import type { Random } from "../../../scripts/random.mjs";

type Change = readonly [path: readonly string[], value: unknown];

/** Changes of shop's spec as an architect makes them; an undefined value takes the key away. */
const changes: readonly Change[] = [
  [["services", "catalog", "entities", "Product", "fields", "weight"], "int(0..) = 0"],
  [["services", "catalog", "entities", "Product", "fields", "description"], undefined],
  [["services", "orders", "entities", "Order", "fields", "gift"], "bool = false"],
  [["services", "orders", "entities", "Order", "fields", "note"], "optional(string(..900))"],
  [["services", "orders", "operations", "quote"], undefined],
  [["services", "orders", "operations", "track"], { http: "GET /tracking", kind: "query", input: { order: "uuid" }, output: { status: "string(..20)" } }],
  [["services", "orders", "operations", "archive"], { input: { order: "uuid" } }],
  [["services", "payments", "operations", "refund"], { input: { payment: "uuid" }, errors: ["AlreadyRefunded"] }],
  [["services", "payments", "entities", "Payment", "fields", "reference"], "optional(string(..40))"],
  [["services", "payments", "events", "PaymentRefunded"], { fields: { payment: "uuid" } }],
  [["services", "customers", "entities", "Address"], { fields: { street: "string(..200)", city: "string(..80)" } }],
  [["services", "customers", "api", "resources", "Customer"], ["list", "get", "create", "update", "delete"]],
  [["services", "catalog", "api", "resources", "Category"], ["list", "get"]],
  [["services", "catalog", "reacts"], undefined],
  [["services", "reviews"], { entities: { Review: { fields: { product: "catalog.Product", stars: "int(1..5)", text: "optional(text)" } } }, api: { resources: { Review: ["list", "get", "create"] } } }],
  [["topology"], "monolith"],
  [["topology"], "hybrid"],
  [["queues", "order-events", "attempts"], 9],
  [["auth", "tokens", "access"], "5m"],
  [["auth", "roles", "support"], { may: ["orders.Order.list"] }],
  [["description"], "A shop that sells other things."],
];

/** Trees of shop after `n` random changes each; a change that makes no valid spec is left out. */
export function renderings(random: Random, count: number): readonly FileTree[] {
  const text = readFileSync(new URL("../../../examples/shop/architecture.yaml", import.meta.url), "utf8");
  const trees: FileTree[] = [];
  while (trees.length < count) {
    const spec: unknown = parse(text);
    for (let n = trees.length === 0 ? 0 : 1 + random.below(4); n > 0; n -= 1) apply(spec, ...random.of(changes));
    // In quotes: a policy is no text for every reader of YAML otherwise.
    const [architecture, refused] = readSpec(stringify(spec, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }), "architecture.yaml");
    if (architecture !== null) trees.push(generate(architecture, { keybeam: "1.0.0" }));
    else if (trees.length === 0) throw new Error(`The unchanged spec is refused: ${refused.map(({ message }) => message).join("; ")}`);
  }
  return trees;
}

function apply(spec: unknown, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (typeof spec !== "object" || spec === null) return;
  if (rest.length > 0) apply(Reflect.get(spec, key), rest, value);
  else if (value === undefined) Reflect.deleteProperty(spec, key);
  else Reflect.set(spec, key, value);
}
