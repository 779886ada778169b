import { ts } from "ts-morph";
import type { Fact } from "./fact.ts";
import { importedBy } from "./imported.ts";
import { globalFetch, type Sender, senderOf } from "./outbound-clients.ts";
import { hasOption } from "./options.ts";
import type { Parsed } from "./parsed.ts";
import type { Scopes } from "./scopes.ts";
import { bare, propertyName } from "./syntax.ts";

/** Every request that nothing ends in time; `name` is the function that sends it, `detail` what it takes to end it. */
export function outboundCalls(file: Parsed): readonly Fact[] {
  const { source, nodes, scopes } = file;
  return nodes.flatMap((node) => {
    if (!ts.isCallExpression(node)) return [];
    const sender = calledSender(node.expression, scopes);
    if (sender === null || endsInTime(node, sender, file)) return [];
    const { expression } = node;
    const fact = { kind: "outbound" as const, name: nameOf(expression), detail: sender.deadlines[0] ?? "" };
    return [{ ...fact, start: expression.getStart(source), end: expression.getEnd(), other: null }];
  });
}

const nameOf = (callee: ts.Expression): string => callee.getText().replace(/\s+/g, "").slice(0, 60);

/** How often a name may stand for another before nobody follows it. */
const MOST_ALIASES = 4;

function calledSender(expression: ts.Expression, scopes: Scopes, aliases = 0): Sender | null {
  const callee = bare(expression);
  if (ts.isIdentifier(callee)) {
    const declared = scopes(callee);
    if (declared === null) return callee.text === "fetch" ? globalFetch : null;
    const imported = importedBy(declared);
    if (imported !== null) return senderOf(imported.from, imported.name === "*" ? "default" : imported.name);
    const value = ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
    return value && ts.isIdentifier(value) && aliases < MOST_ALIASES ? calledSender(value, scopes, aliases + 1) : null;
  }
  if (!ts.isPropertyAccessExpression(callee) && !ts.isElementAccessExpression(callee)) return null;
  const object = bare(callee.expression);
  return ts.isIdentifier(object) ? memberSender(object, propertyName(callee) ?? "", scopes) : null;
}

function memberSender(object: ts.Identifier, member: string, scopes: Scopes): Sender | null {
  const declared = scopes(object);
  if (declared === null) return member === "fetch" && GLOBALS.has(object.text) ? globalFetch : null;
  const imported = importedBy(declared);
  const isWhole = imported !== null && (imported.name === "*" || imported.name === "default" || imported.name === imported.from);
  return isWhole ? senderOf(imported.from, member) : null;
}

const GLOBALS = new Set(["globalThis", "global", "window", "self"]);

function endsInTime(call: ts.CallExpression, sender: Sender, file: Parsed): boolean {
  if (call.arguments.some(ts.isSpreadElement)) return true;
  const found = sender.options.map((index) => hasOption(call.arguments[index], sender.deadlines, file));
  if (sender.endsByItself) return !found.includes("disabled");
  if (found.includes("yes") || found.includes("unknown")) return true;
  return isRequest(call.arguments[0], file) || endsLater(call, file);
}

/** A Request may bring its signal along. */
function isRequest(argument: ts.Expression | undefined, { scopes }: Parsed): boolean {
  if (!argument || !ts.isIdentifier(argument)) return argument !== undefined && isNewRequest(argument);
  const declared = scopes(argument);
  const value = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
  return /^req(?:uest)?$/i.test(argument.text) || (value !== undefined && isNewRequest(value));
}

function isNewRequest(node: ts.Expression): boolean {
  return ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "Request" && node.arguments?.length === 2;
}

/** `http.get(…).setTimeout(…)`, the same on the variable that the call gives, and `axios.defaults.timeout = …`. */
function endsLater(call: ts.CallExpression, { nodes, scopes }: Parsed): boolean {
  const { parent } = call;
  if (ts.isPropertyAccessExpression(parent) && LATER.has(parent.name.text)) return true;
  const variable = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent : null;
  const client = ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : call.expression;
  const declared = ts.isIdentifier(client) ? scopes(client) : null;
  return nodes.some((node) => {
    if (!ts.isPropertyAccessExpression(node)) return false;
    if (variable && LATER.has(node.name.text) && ts.isIdentifier(node.expression)) return scopes(node.expression) === variable;
    return declared !== null && isDefaultTimeout(node) && ts.isIdentifier(node.expression.expression) && scopes(node.expression.expression) === declared;
  });
}

const LATER = new Set(["setTimeout", "timeout"]);

function isDefaultTimeout(node: ts.PropertyAccessExpression): node is ts.PropertyAccessExpression & { readonly expression: ts.PropertyAccessExpression } {
  return node.name.text === "timeout" && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "defaults";
}
