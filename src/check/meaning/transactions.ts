import { ts } from "ts-morph";
import type { Fact } from "./fact.ts";
import { importedBy } from "./imported.ts";
import { nodesOf, type Parsed } from "./parsed.ts";
import { isFunction, type Scopes } from "./scopes.ts";
import { propertyName } from "./syntax.ts";

const OPENERS = new Set(["transaction", "$transaction", "withTransaction", "inTransaction", "runInTransaction", "useTransaction", "transactional", "unitOfWork", "hold"]);

/** How many functions of the file a transaction is followed into. */
const MOST_FUNCTIONS = 50;

/**
 * Every call that is made while a transaction is open: `name` is what is called, as `ports.catalog.reserve`, `detail` the module that it, or the
 * type of what it is called on, is imported from, `other` where the transaction begins.
 */
export function callsInTransactions(file: Parsed): readonly Fact[] {
  const found = new Map<number, Fact>();
  for (const node of file.nodes) {
    if (!ts.isCallExpression(node)) continue;
    for (const call of heldCalls(node, file)) {
      const start = call.expression.getStart(file.source);
      if (!found.has(start)) found.set(start, factOf(call, start, node, file));
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

function factOf(call: ts.CallExpression, start: number, opener: ts.Node, { source, scopes }: Parsed): Fact {
  const chain = chainOf(call.expression);
  return {
    kind: "transaction",
    name: chain.names.join("."),
    detail: originOf(chain.root, scopes),
    start,
    end: call.expression.getEnd(),
    other: opener.getStart(source),
  };
}

/** The calls between the beginning and the end of the transaction that this call begins; none where it begins none. */
function heldCalls(opener: ts.CallExpression, file: Parsed): readonly ts.CallExpression[] {
  const name = chainOf(opener.expression).names.at(-1) ?? "";
  if (OPENERS.has(name)) return callsWithin(opener.arguments.flatMap((one) => functionOf(one, file.scopes) ?? []), file);
  const [first] = opener.arguments;
  return first && BEGIN.test(textOf(first)) ? callsUntilEnd(opener, file) : [];
}

const BEGIN = /^\s*(?:begin|start\s+transaction)\b/i;
const END = /^\s*(?:commit|end|rollback)\b/i;

function textOf(node: ts.Expression): string {
  return ts.isStringLiteralLike(node) ? node.text : "";
}

/** Of `query("BEGIN")`, what comes in the same function before the last `query("COMMIT")`, or before its end. */
function callsUntilEnd(opener: ts.CallExpression, file: Parsed): readonly ts.CallExpression[] {
  let scope: ts.Node = opener;
  while (scope.parent && !isFunction(scope)) scope = scope.parent;
  const after = nodesOf(scope).filter((node): node is ts.CallExpression => ts.isCallExpression(node) && node.pos > opener.end);
  const ends = after.filter(({ arguments: [first] }) => first && END.test(textOf(first)));
  const last = ends.at(-1)?.pos ?? scope.end;
  const held = after.filter(({ pos }) => pos < last && !ends.some((end) => end.pos === pos));
  return [...held, ...callsWithin(held.flatMap((call) => functionOf(call.expression, file.scopes) ?? []), file)];
}

/** All calls in functions, and in the functions of the same file that they call. */
function callsWithin(functions: readonly ts.Node[], file: Parsed): readonly ts.CallExpression[] {
  const open = new Set(functions);
  const calls: ts.CallExpression[] = [];
  // What is added while it is walked is walked too.
  for (const one of open) {
    for (const node of nodesOf(one)) {
      if (!ts.isCallExpression(node)) continue;
      calls.push(node);
      const called = functionOf(node.expression, file.scopes);
      if (called && open.size < MOST_FUNCTIONS) open.add(called);
    }
  }
  return calls;
}

/** A function that stands here, or that a name of the same file means. */
function functionOf(node: ts.Expression, scopes: Scopes): ts.Node | null {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node;
  if (!ts.isIdentifier(node)) return null;
  const declared = scopes(node);
  if (declared === null) return null;
  if (ts.isFunctionDeclaration(declared)) return declared;
  const value = ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : null;
}

interface Chain {
  readonly names: readonly string[];
  readonly root: ts.Expression;
}

/** The names in `a.b.c`, and in `a.b().c`. */
export function chainOf(node: ts.Expression): Chain {
  const names: string[] = [];
  let root = node;
  for (;;) {
    if (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) names.unshift(propertyName(root) ?? "");
    else if (!ts.isCallExpression(root) && !ts.isNonNullExpression(root) && !ts.isParenthesizedExpression(root) && !ts.isAwaitExpression(root)) break;
    root = root.expression;
  }
  return { names: ts.isIdentifier(root) ? [root.text, ...names] : names, root };
}

/** The module that a name is imported from, or the type that its parameter is given; empty where there is none. */
export function originOf(root: ts.Expression, scopes: Scopes): string {
  if (!ts.isIdentifier(root)) return "";
  const declared = scopes(root);
  const imported = importedBy(declared);
  if (imported !== null) return imported.from;
  const type = declared && (ts.isParameter(declared) || ts.isVariableDeclaration(declared)) ? declared.type : undefined;
  return type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) ? (importedBy(scopes(type.typeName))?.from ?? "") : "";
}
