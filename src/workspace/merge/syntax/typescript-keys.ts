import type { ts as TypeScript } from "ts-morph";

type Api = typeof TypeScript;
type Node = TypeScript.Node;

/** The name by which a statement, member or element is known to its list; null where it has none. */
export function keyOf(ts: Api, node: Node, source: TypeScript.SourceFile): string | null {
  if (ts.isImportDeclaration(node)) return importKey(ts, node, source);
  if (ts.isExportDeclaration(node)) return exportKey(ts, node, source);
  if (ts.isExportAssignment(node)) return "export:default";
  if (ts.isVariableStatement(node)) return `value:${node.declarationList.declarations.map(({ name }) => name.getText(source)).join()}`;
  if (ts.isExpressionStatement(node)) return callKey(ts, node.expression, source);
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) return `${(node.propertyName ?? node.name).text}`;
  if (ts.isSpreadAssignment(node) || ts.isSpreadElement(node)) return `spread:${node.getText(source)}`;
  return memberKey(ts, node, source) ?? elementKey(ts, node, source);
}

function importKey(ts: Api, node: TypeScript.ImportDeclaration, source: TypeScript.SourceFile): string {
  const clause = node.importClause;
  const bindings = clause?.namedBindings;
  const form = clause === undefined ? "bare" : bindings !== undefined && ts.isNamespaceImport(bindings) ? "namespace" : "names";
  const phase = clause?.isTypeOnly === true ? "type" : "value";
  return `import:${text(ts, node.moduleSpecifier, source)}:${phase}:${form}`;
}

function exportKey(ts: Api, node: TypeScript.ExportDeclaration, source: TypeScript.SourceFile): string {
  const from = node.moduleSpecifier === undefined ? "" : text(ts, node.moduleSpecifier, source);
  const form = node.exportClause === undefined ? "*" : ts.isNamespaceExport(node.exportClause) ? node.exportClause.getText(source) : "names";
  return `export:${from}:${node.isTypeOnly ? "type" : "value"}:${form}`;
}

/** A call by its callee and first text, as `r.get:/a`. */
function callKey(ts: Api, expression: TypeScript.Expression, source: TypeScript.SourceFile): string | null {
  const call = ts.isAwaitExpression(expression) || ts.isVoidExpression(expression) ? expression.expression : expression;
  if (!ts.isCallExpression(call)) return null;
  const [first] = call.arguments;
  return first !== undefined && ts.isStringLiteralLike(first) ? `call:${call.expression.getText(source)}:${first.text}` : null;
}

function memberKey(ts: Api, node: Node, source: TypeScript.SourceFile): string | null {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (ts.isGetAccessor(node) || ts.isSetAccessor(node)) return `${ts.isGetAccessor(node) ? "get" : "set"}:${node.name.getText(source)}`;
  if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) return `type:${node.name.text}`;
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return `value:${node.name?.text ?? "default"}`;
  if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) return `value:${node.name.getText(source)}`;
  if (ts.isObjectLiteralElementLike(node) || ts.isClassElement(node) || ts.isTypeElement(node) || ts.isEnumMember(node)) {
    return node.name === undefined ? null : `member:${text(ts, node.name, source)}`;
  }
  return null;
}

const elementKey = (ts: Api, node: Node, source: TypeScript.SourceFile): string | null =>
  ts.isLiteralExpression(node) || ts.isIdentifier(node) || ts.isLiteralTypeNode(node) || ts.isTypeReferenceNode(node) || ts.isToken(node)
    ? `element:${text(ts, ts.isLiteralTypeNode(node) ? node.literal : node, source)}`
    : null;

/** Without quotes, so that another style of them is no other name. */
const text = (ts: Api, node: Node, source: TypeScript.SourceFile): string => (ts.isStringLiteralLike(node) ? node.text : node.getText(source));
