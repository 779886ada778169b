import { ts } from "ts-morph";
import type { Fact } from "./fact.ts";
import { importedBy, required } from "./imported.ts";
import type { Parsed } from "./parsed.ts";
import type { Scopes } from "./scopes.ts";
import { bare, propertyName } from "./syntax.ts";

/** Every read of the environment; `name` is the variable, empty where it is handed on as a whole. */
export function environmentReads({ source, nodes, scopes }: Parsed): readonly Fact[] {
  return nodes.flatMap((node) => {
    if (isEnvironment(node, scopes)) return variablesOf(node).map((name) => fact(name, node, source));
    return takesEnvironment(node, scopes) ? [fact("", node, source)] : [];
  });
}

function fact(name: string, node: ts.Node, source: ts.SourceFile): Fact {
  return { kind: "environment", name, detail: "", start: node.getStart(source), end: node.getEnd(), other: null };
}

/** `process.env`, however the process is called, `import.meta.env`, `Deno.env` and `Bun.env`. */
function isEnvironment(node: ts.Node, scopes: Scopes): boolean {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return false;
  if (propertyName(node) !== "env") return false;
  const owner = bare(node.expression);
  return ts.isMetaProperty(owner) || isProcess(owner, scopes) || isGlobal(owner, ["Deno", "Bun"], scopes);
}

/** `const { env } = process` and `import { env } from "node:process"`. */
function takesEnvironment(node: ts.Node, scopes: Scopes): boolean {
  if (ts.isImportSpecifier(node)) {
    const imported = importedBy(node);
    return imported?.name === "env" && MODULES.has(imported.from);
  }
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return false;
  const name = node.propertyName ?? node.name;
  const { parent } = node.parent;
  if (!ts.isIdentifier(name) || name.text !== "env" || !ts.isVariableDeclaration(parent) || !parent.initializer) return false;
  return isProcess(parent.initializer, scopes) || ts.isMetaProperty(parent.initializer);
}

const MODULES = new Set(["node:process", "process"]);
const GLOBALS = ["globalThis", "global", "window", "self"];

/** How often a name may stand for another before nobody follows it. */
const MOST_ALIASES = 8;

function isProcess(expression: ts.Expression, scopes: Scopes, aliases = 0): boolean {
  const node = bare(expression);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return propertyName(node) === "process" && isGlobal(bare(node.expression), GLOBALS, scopes);
  if (ts.isCallExpression(node)) return MODULES.has(required(node, "*")?.from ?? "");
  if (!ts.isIdentifier(node)) return false;
  const declared = scopes(node);
  if (declared === null) return node.text === "process";
  const imported = importedBy(declared);
  if (imported !== null) return MODULES.has(imported.from) && (imported.name === "*" || imported.name === "default");
  const value = ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
  return value !== undefined && aliases < MOST_ALIASES && isProcess(value, scopes, aliases + 1);
}

function isGlobal(node: ts.Node, names: readonly string[], scopes: Scopes): boolean {
  return ts.isIdentifier(node) && names.includes(node.text) && scopes(node) === null;
}

/** The variables that are read of the environment here; one empty name where it is taken as a whole. */
function variablesOf(node: ts.Node): readonly string[] {
  const { parent } = node;
  if ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === node) {
    return [propertyName(parent) ?? ""];
  }
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name)) return [""];
  return parent.name.elements.map(({ propertyName: from, name, dotDotDotToken }) => {
    const key = from ?? name;
    return dotDotDotToken === undefined && ts.isIdentifier(key) ? key.text : "";
  });
}
