import { ts } from "ts-morph";
import { COLLECTION } from "./changing.ts";
import type { Fact, Kind } from "./fact.ts";
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

/** What of other modules a function changes, each once: `a.b` of what is imported as `a`, or of the module as a whole, for others may pass it on. */
export function changedImports({ nodes, scopes, source }: Parsed): readonly Fact[] {
  const found = new Map<string, Fact>();
  for (const node of nodes) {
    for (const { root, member, way } of writesOf(node)) {
      const declared = member !== null && ts.isIdentifier(root) ? scopes(root) : null;
      const imported = importedBy(declared);
      if (declared === null || imported === null) continue;
      const name = [...(imported.name === "*" ? [] : [imported.name]), ...way].join(".");
      const key = `${declared.pos} ${name}`;
      if (name === "" || found.has(key) || !isServing(node)) continue;
      found.set(key, { kind: "foreign-state", name, detail: imported.from, start: root.getStart(source), end: root.getEnd(), other: declared.getStart(source) });
    }
  }
  return [...found.values()];
}

/** Each variable that the module exports and that holds what can be changed, by the name that it has for others. */
export function sharedState(file: Parsed): readonly Fact[] {
  return file.source.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) return isExported(statement) ? statement.declarationList.declarations.flatMap((one) => sharedAs(one.name.getText(file.source), one, file)) : [];
    if (ts.isExportAssignment(statement)) return statement.isExportEquals ? [] : sharedByDefault(bare(statement.expression), file);
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) return [];
    return statement.exportClause.elements.flatMap(({ name, propertyName: local = name }) => (ts.isIdentifier(local) ? sharedAs(name.text, file.scopes(local), file) : []));
  });
}

function isExported({ modifiers }: ts.VariableStatement): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function sharedAs(name: string, declared: ts.Declaration | null, file: Parsed): readonly Fact[] {
  if (declared === null || !ts.isVariableDeclaration(declared) || !ts.isIdentifier(declared.name) || !isMutable(declared)) return [];
  return [{ ...factOf("shared", declared, file), name }];
}

function sharedByDefault(value: ts.Expression, file: Parsed): readonly Fact[] {
  if (ts.isIdentifier(value)) return sharedAs("default", file.scopes(value), file);
  return canChange(value) ? [{ kind: "shared", name: "default", detail: "", start: value.getStart(file.source), end: value.getEnd(), other: null }] : [];
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
function stateOf({ root, member }: Write, node: ts.Node, scopes: Scopes): ts.Declaration | null {
  if (root.kind === ts.SyntaxKind.ThisKeyword) return member === null ? null : staticMember(classOfStatic(node), member);
  if (!ts.isIdentifier(root)) return null;
  const declared = scopes(root);
  if (declared === null) return null;
  if (ts.isClassDeclaration(declared)) return member === null || !isOfModule(declared) ? null : staticMember(declared, member);
  const variable = variableOf(declared);
  if (variable === null || !isOfModule(variable) || importedBy(declared) !== null) return null;
  if (member === null) return isConstant(variable) ? null : declared;
  return isMutable(variable) ? declared : null;
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
