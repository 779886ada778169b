import { ts } from "ts-morph";
import { COLLECTION } from "./changing.ts";
import { exportsOf, originOfValue } from "./exported.ts";
import { CALLED, type Fact, type Kind, OBJECT, WHOLE } from "./fact.ts";
import { importedBy } from "./imported.ts";
import type { Parsed } from "./parsed.ts";
import { isFunction, type Scopes, variableOf } from "./scopes.ts";
import { bare } from "./syntax.ts";
import { type Write, writesOf } from "./writes.ts";

/** Each variable of the module that a function changes, once, with the first place where one does. */
export function changedState(file: Parsed): readonly Fact[] {
  const found = new Map<ts.Node, Fact>();
  for (const node of file.nodes) {
    for (const write of writesOf(node)) {
      const variable = isServing(node) ? stateOf(write, node, file.scopes) : null;
      if (variable === null || found.has(variable)) continue;
      found.set(variable, { ...factOf("state", variable, file), detail: write.how, other: node.getStart(file.source) });
    }
  }
  return [...found.values()];
}

/**
 * What of other modules a function changes, each once: `a.b` of what is imported as `a`, or of the module as a whole, for others may pass it on; behind
 * it `CALLED` where a method of it does.
 */
export function changedImports({ nodes, scopes, source }: Parsed): readonly Fact[] {
  const found = new Map<string, Fact>();
  for (const node of nodes) {
    for (const { root, member, way, isMethod } of writesOf(node)) {
      const declared = member !== null && ts.isIdentifier(root) ? scopes(root) : null;
      const imported = importedBy(declared);
      if (declared === null || imported === null) continue;
      const known = [...(imported.name === "*" ? [] : [imported.name]), ...way];
      // What ECMAScript imports as a whole has names, and is nothing that can change.
      if (known.length === 0 && ts.isNamespaceImport(declared)) continue;
      const name = [...(known.length === 0 ? [WHOLE] : known), ...(isMethod ? [CALLED] : [])].join(".");
      const key = `${declared.pos} ${name}`;
      if (found.has(key) || !isServing(node)) continue;
      found.set(key, { kind: "foreign-state", name, detail: imported.from, start: root.getStart(source), end: root.getEnd(), other: declared.getStart(source) });
    }
  }
  return [...found.values()];
}

/** Each variable that the module exports and that holds what can be changed, by the name that it has for others; what it exports without a variable, too. */
export function sharedState(file: Parsed): readonly Fact[] {
  return exportsOf(file).flatMap(({ name, value }): readonly Fact[] => {
    if (name === "*") return [];
    const given = bare(value);
    if (canChange(given)) return [{ kind: "shared", name, detail: ts.isObjectLiteralExpression(given) ? OBJECT : "", start: given.getStart(file.source), end: given.getEnd(), other: null }];
    const origin = originOfValue(given, file.scopes);
    if (origin === null || "imported" in origin) return [];
    const { declared, isAlias, isMember } = origin;
    const held = declared.initializer && bare(declared.initializer);
    // A copy of a value that cannot change is no way to it.
    const isShared = isAlias ? held !== undefined && canChange(held) : isMutable(declared);
    return isShared ? [{ ...factOf("shared", declared, file), name, detail: isObject(declared) && !isMember ? OBJECT : "" }] : [];
  });
}

/** Whether it is, and stays, an object that is written out. It has no methods but those that it was made with: who calls its `set` calls what it is there for. */
function isObject(variable: ts.VariableDeclaration): boolean {
  return variable.initializer !== undefined && isConstant(variable) && ts.isObjectLiteralExpression(bare(variable.initializer));
}

function factOf(kind: Kind, declaration: ts.Declaration & { readonly name?: ts.Node }, { source }: Parsed): Fact {
  const name = declaration.name ?? declaration;
  return { kind, name: name.getText(source), detail: "", start: name.getStart(source), end: name.getEnd(), other: null };
}

/** Whether it runs while the program serves: in a function, and not in one that is called where it stands as the module is loaded. */
function isServing(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (isFunction(at) && !isCalledAtOnce(at)) return true;
  return false;
}

function isCalledAtOnce(node: ts.Node): boolean {
  if (ts.isClassStaticBlockDeclaration(node)) return true;
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer)) outer = outer.parent;
  return ts.isCallExpression(outer) && bare(outer.expression) === node;
}

/** The module's own variable, or a class's static one, that is changed. */
function stateOf({ root, member, way, isMethod }: Write, node: ts.Node, scopes: Scopes): ts.Declaration | null {
  if (root.kind === ts.SyntaxKind.ThisKeyword) return member === null ? null : staticMember(classOfStatic(node), member);
  if (!ts.isIdentifier(root)) return null;
  const declared = scopes(root);
  if (declared === null) return null;
  if (ts.isClassDeclaration(declared)) return member === null || !isOfModule(declared) ? null : staticMember(declared, member);
  const variable = variableOf(declared);
  if (variable === null || !isOfModule(variable) || importedBy(declared) !== null) return null;
  if (member === null) return isConstant(variable) ? null : declared;
  const isOwnMethod = isMethod && way.length === 0 && variable === declared && isObject(variable);
  return isMutable(variable) && !isOwnMethod ? declared : null;
}

function isConstant({ parent }: ts.VariableDeclaration): boolean {
  return (parent.flags & ts.NodeFlags.Const) !== 0;
}

/** Whether it lives as long as the module. */
function isOfModule(declaration: ts.Node): boolean {
  for (let at = declaration.parent; at; at = at.parent) if (isFunction(at)) return false;
  return true;
}

/** What it holds can change: a collection, an object, or anything where the variable itself may be another. */
function isMutable(variable: ts.VariableDeclaration): boolean {
  const value = variable.initializer && bare(variable.initializer);
  if (!value) return !isConstant(variable);
  if (ts.isNewExpression(value)) return canChange(value);
  return canChange(value) || !isConstant(variable);
}

/** A list, an object or a collection that is made here. */
function canChange(value: ts.Expression): boolean {
  if (ts.isNewExpression(value)) return ts.isIdentifier(value.expression) && COLLECTION.test(value.expression.text);
  return ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value);
}

function classOfStatic(node: ts.Node): ts.ClassLikeDeclaration | null {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isMethodDeclaration(at) || ts.isGetAccessor(at) || ts.isSetAccessor(at)) return ts.isClassLike(at.parent) && isStatic(at) ? at.parent : null;
    if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at) || ts.isClassLike(at)) return null;
  }
  return null;
}

function staticMember(owner: ts.ClassLikeDeclaration | null, name: string): ts.Declaration | null {
  return owner?.members.find((one) => ts.isPropertyDeclaration(one) && isStatic(one) && one.name.getText() === name) ?? null;
}

function isStatic(member: ts.ClassElement): boolean {
  return ts.canHaveModifiers(member) && (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
}
