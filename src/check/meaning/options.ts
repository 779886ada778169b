import { ts } from "ts-morph";
import type { Parsed } from "./parsed.ts";
import { bare } from "./syntax.ts";

/** Whether an object has one of these keys; `disabled` where it has one that takes the effect away, `unknown` where only running it would tell. */
export type Has = "yes" | "no" | "disabled" | "unknown";

export function hasOption(argument: ts.Expression | undefined, keys: readonly string[], file: Parsed): Has {
  if (argument === undefined) return "no";
  const value = bare(argument);
  if (ts.isObjectLiteralExpression(value)) return inLiteral(value, keys, file);
  if (ts.isIdentifier(value)) return ofName(value, keys, file);
  return isPlainValue(value) || isAddress(value) ? "no" : "unknown";
}

function inLiteral(literal: ts.ObjectLiteralExpression, keys: readonly string[], file: Parsed): Has {
  const found = literal.properties.map((property): Has => {
    if (ts.isSpreadAssignment(property)) return hasOption(property.expression, keys, file);
    if (!property.name || ts.isComputedPropertyName(property.name)) return "unknown";
    if (!keys.includes(property.name.text)) return "no";
    return ts.isPropertyAssignment(property) && isNothing(property.initializer) ? "disabled" : "yes";
  });
  return (["yes", "disabled", "unknown"] as const).find((one) => found.includes(one)) ?? "no";
}

/** An object that is declared in the same file, and what is set on it there; what comes from elsewhere is unknown. */
function ofName(name: ts.Identifier, keys: readonly string[], file: Parsed): Has {
  const declared = file.scopes(name);
  const value = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
  if (!declared || !value) return name.text === "undefined" || isAddressName(name.text) ? "no" : "unknown";
  if (isPlainValue(bare(value)) || isAddress(bare(value))) return "no";
  if (!ts.isObjectLiteralExpression(bare(value))) return isAddressName(name.text) ? "no" : "unknown";
  return setLater(declared, keys, file) ? "yes" : hasOption(value, keys, file);
}

/** A parameter of such a name is where a request goes, not how. */
function isAddressName(name: string): boolean {
  return /(?:url|uri|href|path|endpoint|address|input)$/i.test(name);
}

function setLater(declared: ts.Declaration, keys: readonly string[], { nodes, scopes }: Parsed): boolean {
  return nodes.some(
    (node) => ts.isPropertyAccessExpression(node) && keys.includes(node.name.text) && ts.isIdentifier(node.expression) && scopes(node.expression) === declared,
  );
}

function isPlainValue(node: ts.Expression): boolean {
  const isSum = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
  return isSum || ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isNumericLiteral(node) || ts.isFunctionLike(node);
}

/** `new URL(…)`, and `x.url`. */
function isAddress(node: ts.Expression): boolean {
  if (ts.isNewExpression(node)) return ts.isIdentifier(node.expression) && node.expression.text === "URL";
  return ts.isPropertyAccessExpression(node) && isAddressName(node.name.text);
}

/** `undefined`, `null`, `false`, `0` and `Infinity` end nothing. */
function isNothing(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === "undefined" || node.text === "Infinity";
  return node.kind === ts.SyntaxKind.NullKeyword || node.kind === ts.SyntaxKind.FalseKeyword || (ts.isNumericLiteral(node) && Number(node.text) === 0);
}
