import { ts } from "ts-morph";
import { bare } from "../../meaning/syntax.ts";
import type { ReadThing, ThingReader } from "../thing.ts";
import { elementsOf, textOf } from "./literals.ts";

/** `grants = new Map([["orders.place", ["customer"]]])` and `anonymous = new Set(["catalog.Product.list"])` */
export const grants: ThingReader = (nodes) =>
  nodes.flatMap((node): readonly ReadThing[] => {
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.initializer === undefined) return [];
    const made = bare(node.initializer);
    if (!ts.isNewExpression(made)) return [];
    const rows = elementsOf(made.arguments?.[0]);
    if (node.name.text === "anonymous") return rows.map((row) => grant("anonymous", textOf(row), row));
    return node.name.text === "grants" ? rows.flatMap(rowGrants) : [];
  });

function rowGrants(row: ts.Expression): readonly ReadThing[] {
  const [operation, roles] = elementsOf(row);
  const named = elementsOf(roles);
  return named.length === 0 ? [grant(null, textOf(operation), row)] : named.map((role) => grant(textOf(role), textOf(operation), role));
}

const grant = (role: string | null, operation: string | null, node: ts.Node): ReadThing => ({
  kind: "grant",
  name: role === null || operation === null ? null : `${role}: ${operation}`,
  details: {},
  node,
});
