import { ts } from "ts-morph";
import { dialectOf } from "../../../extract/fact.ts";
import type { Module, Source, Thing } from "./thing.ts";
import { type Gathered, inClass, inFunction, inHeritage, inInitialiser, inType, inValue, isTypeDeclaration, moduleName, nothing } from "./syntax.ts";

interface Draft {
  readonly file: string;
  readonly things: Map<string, Thing[]>;
  readonly imports: Map<string, Source>;
  readonly exports: Map<string, readonly string[] | Source>;
  readonly stars: string[];
  readonly loose: Gathered;
  readonly additions: (readonly [string, ReadonlyMap<string, readonly Thing[]>])[];
  readonly global: Map<string, readonly Thing[]>;
}

/** What a file declares, imports and exports, by its syntax alone. `specifiers` are all that it imports, be it in a comment. */
export function moduleOf(file: string, source: ts.SourceFile, specifiers: readonly string[]): Module {
  const draft: Draft = { file, things: new Map(), imports: new Map(), exports: new Map(), stars: [], loose: nothing(), additions: [], global: new Map() };
  const isScript = !ts.isExternalModule(source) || source.statements.some(ts.isNamespaceExportDeclaration);
  const isOpaque = isScript || dialectOf(file).javascript;
  for (const statement of source.statements) addStatement(statement, draft);
  if (isOpaque) dependOnAll(source, specifiers, draft);
  const loose = thing(draft, draft.loose);
  if (isScript) for (const [name, things] of [...draft.things, ["", [loose]] as const]) draft.global.set(name, things);
  return { ...draft, things: changedBy(loose, draft.things), isOpaque, loose };
}

/** In a script, and in JavaScript, in which comments and assignments say what is what, everything may depend on everything. */
function dependOnAll(source: ts.SourceFile, specifiers: readonly string[], { things, loose }: Draft): void {
  inValue(source, loose);
  loose.isPlain = false;
  for (const name of [...things.keys(), ...specifiers.map(moduleName)]) loose.names.push({ path: [name], given: [] });
}

/** What a statement at the top names may get other members by it. */
function changedBy({ names }: Thing, things: ReadonlyMap<string, readonly Thing[]>): ReadonlyMap<string, readonly Thing[]> {
  const changed = new Set(names.map(({ path: [name] }) => name));
  return new Map([...things].map(([name, all]) => [name, changed.has(name) ? all.map((one) => ({ ...one, isPlain: false })) : all]));
}

function thing({ file }: Draft, gathered: Gathered, more: Partial<Thing> = {}): Thing {
  return { file, isNominal: false, isNamespace: false, parameters: nothing(), ...gathered, ...more };
}

function add(draft: Draft, name: string, gathered: Gathered, more: Partial<Thing> = {}): void {
  const all = draft.things.get(name) ?? [];
  all.push(thing(draft, gathered, more));
  draft.things.set(name, all);
}

function addStatement(node: ts.Statement, draft: Draft): void {
  if (ts.isImportDeclaration(node)) return addImport(node, draft);
  if (ts.isExportDeclaration(node)) return addExport(node, draft);
  if (ts.isImportEqualsDeclaration(node)) return addImportEquals(node, draft);
  if (ts.isExportAssignment(node)) {
    const gathered = nothing();
    inInitialiser(node.expression, gathered);
    const name = node.isExportEquals ? "export=" : "default";
    add(draft, name, gathered);
    draft.exports.set(name, [name]);
    return;
  }
  if (ts.isVariableStatement(node)) {
    for (const one of node.declarationList.declarations) addVariable(one, node, draft);
    return;
  }
  if (ts.isModuleDeclaration(node)) return addNamespace(node, draft);
  if (isDeclaration(node)) return addDeclaration(node, draft);
  inValue(node, draft.loose);
}

type Declaration = ts.FunctionDeclaration | ts.InterfaceDeclaration | ts.ClassDeclaration | ts.TypeAliasDeclaration | ts.EnumDeclaration;

function isDeclaration(node: ts.Node): node is Declaration {
  return ts.isFunctionDeclaration(node) || isTypeDeclaration(node);
}

function addDeclaration(node: Declaration, draft: Draft): void {
  const gathered = nothing();
  gathered.declares = !ts.isFunctionDeclaration(node);
  if (ts.isFunctionDeclaration(node)) inFunction(node, gathered);
  else if (ts.isClassDeclaration(node)) inClass(node, gathered);
  else if (ts.isInterfaceDeclaration(node)) inInterface(node, gathered);
  else if (ts.isTypeAliasDeclaration(node)) for (const one of [...(node.typeParameters ?? []), node.type]) inType(one, gathered);
  const isNominal = gathered.declares && !ts.isFunctionDeclaration(node) && !ts.isTypeAliasDeclaration(node);
  const parameters = nothing();
  if ("typeParameters" in node) for (const one of node.typeParameters ?? []) inType(one, parameters);
  const isDefault = hasModifier(node, ts.SyntaxKind.DefaultKeyword);
  const name = node.name?.text ?? "default";
  add(draft, name, gathered, { isNominal, parameters });
  if (isDefault) draft.exports.set("default", [name]);
  else if (hasModifier(node, ts.SyntaxKind.ExportKeyword)) draft.exports.set(name, [name]);
}

function inInterface({ members, typeParameters, heritageClauses }: ts.InterfaceDeclaration, into: Gathered): void {
  for (const one of [...(typeParameters ?? []), ...members]) inType(one, into);
  for (const one of (heritageClauses ?? []).flatMap(({ types }) => types)) {
    into.isPlain = false;
    inHeritage(one, into);
  }
}

function addVariable(node: ts.VariableDeclaration, statement: ts.VariableStatement, draft: Draft): void {
  const gathered = nothing();
  const names = namesIn(node.name);
  if (node.type) inType(node.type, gathered);
  else if (node.initializer && ts.isIdentifier(node.name)) inInitialiser(node.initializer, gathered);
  else {
    gathered.isPlain = false;
    inValue(node.name, gathered);
    if (node.initializer) inValue(node.initializer, gathered);
  }
  if (!ts.isIdentifier(node.name)) gathered.isPlain = false;
  for (const name of names) {
    add(draft, name, gathered);
    if (hasModifier(statement, ts.SyntaxKind.ExportKeyword)) draft.exports.set(name, [name]);
  }
}

function namesIn(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? namesIn(one.name) : []));
}

function addNamespace(node: ts.ModuleDeclaration, draft: Draft): void {
  const { body, flags } = node;
  if (body && ts.isModuleBlock(body) && (ts.isStringLiteral(node.name) || flags & ts.NodeFlags.GlobalAugmentation)) {
    const inner: Draft = { ...draft, things: new Map(), exports: new Map() };
    for (const one of body.statements) addStatement(one, inner);
    if (ts.isStringLiteral(node.name)) draft.additions.push([node.name.text, inner.things]);
    else for (const [name, things] of inner.things) draft.global.set(name, [...(draft.global.get(name) ?? []), ...things]);
    return;
  }
  const gathered = nothing();
  gathered.isPlain = false;
  if (body) inValue(body, gathered);
  add(draft, node.name.text, gathered, { isNamespace: true });
  if (hasModifier(node, ts.SyntaxKind.ExportKeyword)) draft.exports.set(node.name.text, [node.name.text]);
}

function addImport({ importClause, moduleSpecifier }: ts.ImportDeclaration, { imports }: Draft): void {
  if (!importClause || !ts.isStringLiteral(moduleSpecifier)) return;
  const from = moduleSpecifier.text;
  const { name, namedBindings } = importClause;
  if (name) imports.set(name.text, { from, name: "default" });
  if (namedBindings && ts.isNamespaceImport(namedBindings)) imports.set(namedBindings.name.text, { from, name: null });
  else for (const one of namedBindings?.elements ?? []) imports.set(one.name.text, { from, name: (one.propertyName ?? one.name).text });
}

function addExport({ exportClause, moduleSpecifier }: ts.ExportDeclaration, { exports, stars }: Draft): void {
  const from = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : null;
  if (exportClause === undefined) {
    if (from !== null) stars.push(from);
  } else if (ts.isNamespaceExport(exportClause)) exports.set(exportClause.name.text, { from: from ?? "", name: null });
  else {
    for (const { name, propertyName } of exportClause.elements) {
      const inner = (propertyName ?? name).text;
      exports.set(name.text, from === null ? [inner] : { from, name: inner });
    }
  }
}

function addImportEquals(node: ts.ImportEqualsDeclaration, draft: Draft): void {
  const { name, moduleReference } = node;
  if (ts.isExternalModuleReference(moduleReference)) {
    const { expression } = moduleReference;
    if (ts.isStringLiteral(expression)) draft.imports.set(name.text, { from: expression.text, name: null });
  } else {
    const gathered = nothing();
    gathered.isPlain = false;
    inValue(moduleReference, gathered);
    add(draft, name.text, gathered);
  }
  if (hasModifier(node, ts.SyntaxKind.ExportKeyword)) draft.exports.set(name.text, [name.text]);
}

function hasModifier(node: ts.Node, wanted: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (node.modifiers?.some(({ kind }) => kind === wanted) ?? false);
}
