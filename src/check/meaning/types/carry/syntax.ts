import { ts } from "ts-morph";
import type { Name, Named } from "./thing.ts";

/** Gathers what is named. */
export interface Gathered extends Named {
  readonly names: Name[];
  isPlain: boolean;
  declares: boolean;
}

export function nothing(): Gathered {
  return { names: [], isPlain: true, declares: false };
}

/** A module by itself: no name begins so. */
export function moduleName(specifier: string): string {
  return `"${specifier}`;
}

/** What an annotation names. */
export function inType(node: ts.Node | undefined, into: Gathered): void {
  if (node === undefined) return;
  if (ts.isTypeReferenceNode(node)) {
    into.names.push({ path: pathOf(node.typeName), given: givenTo(node.typeArguments, into) });
    return;
  }
  if (ts.isImportTypeNode(node)) {
    into.isPlain &&= !node.isTypeOf;
    const literal = ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal) ? node.argument.literal.text : "";
    const rest = node.qualifier ? pathOf(node.qualifier) : [];
    into.names.push({ path: [moduleName(literal), ...rest], given: givenTo(node.typeArguments, into) });
    return;
  }
  if (ts.isTypeQueryNode(node)) {
    into.isPlain = false;
    into.names.push({ path: pathOf(node.exprName), given: givenTo(node.typeArguments, into) });
    return;
  }
  if (isOperator(node)) into.isPlain = false;
  if (ts.isTypeElement(node) || ts.isParameter(node)) return inMember(node, into);
  if (ts.isNamedTupleMember(node)) return inType(node.type, into);
  if (ts.isTypePredicateNode(node)) return inType(node.type, into);
  ts.forEachChild(node, (child) => inType(child, into));
}

/** What is worked out from what is there. */
function isOperator(node: ts.Node): boolean {
  if (ts.isTypeOperatorNode(node)) return node.operator === ts.SyntaxKind.KeyOfKeyword;
  return ts.isConditionalTypeNode(node) || ts.isMappedTypeNode(node) || ts.isIndexedAccessTypeNode(node) || ts.isTemplateLiteralTypeNode(node);
}

function givenTo(types: readonly ts.Node[] | undefined, into: Gathered): readonly Name[] {
  if (types === undefined) return [];
  const inner: Gathered = { ...into, names: [] };
  for (const one of types) inType(one, inner);
  into.isPlain = inner.isPlain;
  into.declares = inner.declares;
  return inner.names;
}

export function pathOf(name: ts.EntityName): readonly string[] {
  return ts.isIdentifier(name) ? [name.text] : [...pathOf(name.left), name.right.text];
}

/** A member of an interface, or a parameter. */
function inMember(node: ts.TypeElement | ts.ParameterDeclaration, into: Gathered): void {
  if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) return inType(node.type, into);
  if (ts.isParameter(node)) return inParameter(node, into);
  if (ts.isFunctionLike(node)) inFunction(node, into);
}

function inParameter({ type, initializer, name }: ts.ParameterDeclaration, into: Gathered): void {
  if (type) return inType(type, into);
  if (ts.isIdentifier(name)) return initializer && inInitialiser(initializer, into);
  into.isPlain = false;
  if (initializer) inValue(initializer, into);
  inValue(name, into);
}

/** What stands in a function's signature; its body only where what it returns is not written. */
export function inFunction(node: ts.SignatureDeclaration, into: Gathered): void {
  for (const one of node.typeParameters ?? []) inType(one, into);
  for (const one of node.parameters) inParameter(one, into);
  if (node.type) return inType(node.type, into);
  const body = "body" in node ? node.body : undefined;
  if (!body || ts.isConstructorDeclaration(node) || ts.isSetAccessorDeclaration(node)) return;
  into.isPlain = false;
  inValue(body, into);
}

/** What a value is that is what another is called, or that says by itself what it is; of all others what they may be worked out from. */
export function inInitialiser(node: ts.Expression, into: Gathered): void {
  if (ts.isParenthesizedExpression(node)) return inInitialiser(node.expression, into);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return inFunction(node, into);
  if ((ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && !ts.isConstTypeReference(node.type)) return inType(node.type, into);
  if (ts.isLiteralExpression(node) || ts.isTemplateExpression(node)) return;
  const path = accessPath(node);
  if (path !== null && path.length <= 2) {
    into.names.push({ path, given: [] });
    return;
  }
  into.isPlain = false;
  inValue(node, into);
}

/** `a.b.c` as its names; null where it begins otherwise. */
function accessPath(node: ts.Node): readonly string[] | null {
  if (ts.isIdentifier(node)) return [node.text];
  if (!ts.isPropertyAccessExpression(node)) return null;
  const left = accessPath(node.expression);
  return left && [...left, node.name.text];
}

/** All that an expression or a statement names, bodies of functions that say what they return left out. */
export function inValue(node: ts.Node, into: Gathered): void {
  if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return inType(node, into);
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return inAccess(node, into);
  if (isTypeDeclaration(node)) into.declares = true;
  if (ts.isClassLike(node)) return inClass(node, into);
  if (ts.isFunctionLike(node)) return inFunction(node, into);
  if ((ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && !ts.isConstTypeReference(node.type)) return inType(node.type, into);
  if (ts.isPropertyAssignment(node)) return inValue(node.initializer, into);
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
    for (const one of [node.type, node.initializer]) if (one) inValue(one, into);
    return;
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [first] = node.arguments;
    if (first && ts.isStringLiteralLike(first)) into.names.push({ path: [moduleName(first.text)], given: [] });
  }
  ts.forEachChild(node, (child) => inValue(child, into));
}

function inAccess(node: ts.Node, into: Gathered): void {
  const path = accessPath(node);
  if (path !== null) into.names.push({ path, given: [] });
  else if (ts.isPropertyAccessExpression(node)) inValue(node.expression, into);
}

export function isTypeDeclaration(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isClassLike(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node);
}

/** A class: its members, and what it is made from. */
export function inClass(node: ts.ClassLikeDeclaration, into: Gathered): void {
  into.declares = true;
  for (const one of node.typeParameters ?? []) inType(one, into);
  for (const { types, token } of node.heritageClauses ?? []) {
    if (token !== ts.SyntaxKind.ExtendsKeyword) continue;
    into.isPlain = false;
    for (const one of types) inHeritage(one, into);
  }
  const isOpen = node.members.some((one) => ts.isPropertyDeclaration(one) && !one.type && !one.initializer);
  for (const member of node.members) {
    if (ts.isPropertyDeclaration(member)) inProperty(member, into);
    else if (ts.isFunctionLike(member)) inFunction(member, into);
    // What has no type is what a constructor puts into it.
    if (isOpen && (ts.isConstructorDeclaration(member) || ts.isClassStaticBlockDeclaration(member)) && member.body) inValue(member.body, into);
  }
  into.isPlain &&= !isOpen;
}

function inProperty({ type, initializer }: ts.PropertyDeclaration, into: Gathered): void {
  if (type) inType(type, into);
  else if (initializer) inInitialiser(initializer, into);
}

export function inHeritage({ expression, typeArguments }: ts.ExpressionWithTypeArguments, into: Gathered): void {
  inValue(expression, into);
  for (const one of typeArguments ?? []) inType(one, into);
}
