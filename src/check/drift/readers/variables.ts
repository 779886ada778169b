import { ts } from "ts-morph";
import { propertyName } from "../../meaning/syntax.ts";
import type { ReadThing, ThingReader } from "../thing.ts";
import { textOf } from "./literals.ts";

const VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

/** `process.env["PORT"]`, `env["PORT"]`, and `read.port("PORT", …)` where the configuration is read. */
export const variables: ThingReader = (nodes) =>
  nodes.flatMap((node): readonly ReadThing[] => {
    const name = accessed(node) ?? read(node);
    return name !== null && VARIABLE.test(name) ? [{ kind: "variable", name, details: {}, node }] : [];
  });

function accessed(node: ts.Node): string | null {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return null;
  const { expression } = node;
  const holder = ts.isIdentifier(expression) ? expression.text : ts.isPropertyAccessExpression(expression) ? expression.name.text : "";
  return /^env(?:ironment)?$/.test(holder) ? propertyName(node) : null;
}

function read(node: ts.Node): string | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression } = node.expression;
  return ts.isIdentifier(expression) && expression.text === "read" ? textOf(node.arguments[0]) : null;
}
