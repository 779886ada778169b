import { ts } from "ts-morph";
import type { ImportedName } from "./syntax.ts";

/**
 * Whether each of these names is used, and nowhere but in types. By name, not by scope: another thing of the same name counts as a
 * use of it. A class with decorators may keep its types at run time, so what it uses is no type.
 */
export function areUsedAsTypes(file: ts.SourceFile, names: readonly ImportedName[]): boolean {
  const open = new Set(names.map(({ local }) => local));
  const used = new Set<string>();
  const nodes: ts.Node[] = [...file.statements];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    if (ts.isIdentifier(node) && open.has(node.text) && !isMereName(node)) {
      if (!isInType(node)) return false;
      used.add(node.text);
    }
    if (!ts.isImportDeclaration(node)) ts.forEachChild(node, (child) => void nodes.push(child));
  }
  return used.size === open.size;
}

/** The name of a member: `a.Name`, `{ Name: 1 }`. */
function isMereName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent)) && parent.name === node;
}

function isInType(node: ts.Identifier): boolean {
  let top: ts.Node = node;
  while (ts.isQualifiedName(top.parent)) top = top.parent;
  while (ts.isPropertyAccessExpression(top.parent) && top.parent.expression === top) top = top.parent;
  const { parent } = top;
  if (ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent)) return !isInDecorated(parent);
  if (ts.isExportSpecifier(parent)) return parent.isTypeOnly || parent.parent.parent.isTypeOnly;
  if (!ts.isExpressionWithTypeArguments(parent) || !ts.isHeritageClause(parent.parent)) return false;
  return parent.parent.token === ts.SyntaxKind.ImplementsKeyword || ts.isInterfaceDeclaration(parent.parent.parent);
}

function isInDecorated(node: ts.Node): boolean {
  const around = ts.findAncestor(node, (one) => ts.isClassLike(one) && hasDecorators(one));
  return around !== undefined;
}

function hasDecorators(node: ts.ClassLikeDeclaration): boolean {
  const decorated = (one: ts.Node): boolean => ts.canHaveDecorators(one) && (ts.getDecorators(one) ?? []).length > 0;
  const parameters = node.members.flatMap((one) => (ts.isFunctionLike(one) ? [...one.parameters] : []));
  return [node, ...node.members, ...parameters].some(decorated);
}

/** Whether the file does something when it is loaded, besides declaring. */
export function actsWhenLoaded(file: ts.SourceFile): boolean {
  return file.statements.some((one) => !isDeclaration(one));
}

function isDeclaration(one: ts.Statement): boolean {
  if (ts.isImportDeclaration(one)) return one.importClause !== undefined;
  if (ts.isVariableStatement(one) || ts.isExportDeclaration(one) || ts.isExportAssignment(one)) return true;
  return ts.isDeclarationStatement(one) || ts.isEmptyStatement(one);
}
