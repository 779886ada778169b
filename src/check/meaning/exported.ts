import { ts } from "ts-morph";
import { WHOLE } from "./fact.ts";
import { type Imported, importedBy, required } from "./imported.ts";
import type { Parsed } from "./parsed.ts";
import type { Scopes } from "./scopes.ts";
import { bare, propertyName } from "./syntax.ts";

/** A value that a module gives others: its name there, `default`, `WHOLE`, or `*` for all that the value has. */
export interface Exported {
  readonly name: string;
  readonly value: ts.Expression;
  readonly node: ts.Node;
}

/** All that a module exports but what it names of another one by `export … from`, as ECMAScript and as CommonJS have it. */
export function exportsOf({ source, nodes, scopes }: Parsed): readonly Exported[] {
  return [...source.statements.flatMap(exportedBy), ...nodes.flatMap((node) => givenBy(node, scopes))];
}

function exportedBy(statement: ts.Statement): readonly Exported[] {
  if (ts.isVariableStatement(statement)) {
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
    return isExported ? statement.declarationList.declarations.flatMap((one) => (ts.isIdentifier(one.name) ? [{ name: one.name.text, value: one.name, node: one }] : [])) : [];
  }
  if (ts.isExportAssignment(statement)) return statement.isExportEquals ? whole(statement.expression, statement) : [{ name: "default", value: statement.expression, node: statement }];
  if (!ts.isExportDeclaration(statement) || statement.isTypeOnly || statement.moduleSpecifier || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) return [];
  return statement.exportClause.elements.flatMap((one) => {
    const local = one.propertyName ?? one.name;
    return one.isTypeOnly || !ts.isIdentifier(local) ? [] : [{ name: one.name.text, value: local, node: one }];
  });
}

/** `module.exports = x`, `exports.a = x`; of `exports.a = exports.b = x` either. */
function givenBy(node: ts.Node, scopes: Scopes): readonly Exported[] {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return [];
  const { left } = node;
  if (!ts.isPropertyAccessExpression(left) && !ts.isElementAccessExpression(left)) return [];
  const value = lastOf(node.right);
  if (isExports(left, scopes)) return whole(value, node);
  const name = isExports(left.expression, scopes) ? propertyName(left) : null;
  return name === null ? [] : [{ name, value, node }];
}

/** Whether it is `exports` or `module.exports`, and of no scope. */
function isExports(node: ts.Expression, scopes: Scopes): boolean {
  if (ts.isIdentifier(node)) return node.text === "exports" && scopes(node) === null;
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== "exports") return false;
  return ts.isIdentifier(node.expression) && node.expression.text === "module" && scopes(node.expression) === null;
}

function lastOf(value: ts.Expression): ts.Expression {
  let last = bare(value);
  while (ts.isBinaryExpression(last) && last.operatorToken.kind === ts.SyntaxKind.EqualsToken) last = bare(last.right);
  return last;
}

/** The module is the value, which `import` takes for its default export too, and has what the value has. */
function whole(given: ts.Expression, node: ts.Node): readonly Exported[] {
  const value = bare(given);
  if (!ts.isObjectLiteralExpression(value)) return [WHOLE, "default", "*"].map((name) => ({ name, value, node }));
  const members = value.properties.flatMap((one): readonly Exported[] => {
    if (ts.isSpreadAssignment(one)) return [{ name: "*", value: one.expression, node: one }];
    if (ts.isShorthandPropertyAssignment(one)) return [{ name: one.name.text, value: one.name, node: one }];
    const isNamed = ts.isPropertyAssignment(one) && (ts.isIdentifier(one.name) || ts.isStringLiteralLike(one.name));
    return isNamed ? [{ name: one.name.text, value: one.initializer, node: one }] : [];
  });
  return [{ name: WHOLE, value, node }, { name: "default", value, node }, ...members];
}

/** A value of another module, a variable of this one by another name or a member of it, or neither. */
export type Origin = { readonly imported: Imported } | { readonly declared: ts.VariableDeclaration; readonly isAlias: boolean; readonly isMember: boolean } | null;

/** Aliases of aliases are followed so far. */
const MOST_ALIASES = 16;

/** Where a value comes from, constants that are mere aliases of it left behind: `a` of `const b = a.list, c = b`. */
export function originOfValue(value: ts.Expression, scopes: Scopes): Origin {
  let at = bare(value);
  const names: string[] = [];
  for (let step = 0; step <= MOST_ALIASES; step++) {
    for (; ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at); at = bare(at.expression)) names.unshift(propertyName(at) ?? "");
    const declared = ts.isIdentifier(at) ? scopes(at) : null;
    const imported = importedBy(declared) ?? required(at, "*");
    if (imported !== null) return { imported: { ...imported, name: wayTo(imported.name, names) } };
    if (declared === null || !ts.isVariableDeclaration(declared) || !ts.isIdentifier(declared.name)) return null;
    const next = (declared.parent.flags & ts.NodeFlags.Const) === 0 || declared.initializer === undefined ? null : bare(declared.initializer);
    if (next === null || !isReference(next)) return { declared, isAlias: step > 0 || names.length > 0, isMember: names.length > 0 };
    at = next;
  }
  return null;
}

function wayTo(name: string, names: readonly string[]): string {
  return names.length === 0 ? name : [...(name === "*" ? [] : [name]), ...names].join(".");
}

function isReference(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || required(node, "*") !== null;
}
