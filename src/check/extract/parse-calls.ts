import { ts } from "ts-morph";
import { type ImportFact, type ImportForm, MOCKS } from "./fact.ts";

/** The import that a call or a `new` makes; null where it makes none. */
export function callFact(node: ts.Node, file: ts.SourceFile): ImportFact | null {
  if (ts.isNewExpression(node)) return newFact(node, file);
  if (!ts.isCallExpression(node)) return null;
  const isMeta = isMetaResolve(node.expression);
  const form = isMeta ? "dynamic" : formOf(node.expression);
  const first = node.arguments[0];
  if (form === null || first === undefined) return null;
  const keyword = node.expression.getStart(file);
  if (ts.isStringLiteralLike(first)) return fact(form, first, keyword, file);
  const start = first.getStart(file);
  return form === "mock" || isMeta ? null : { form, specifier: null, typeOnly: false, start, end: start + 1, keyword };
}

function formOf(callee: ts.Expression): ImportForm | null {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return "dynamic";
  if (ts.isIdentifier(callee)) return callee.text === "require" ? "require" : null;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return null;
  const object = callee.expression.text;
  const member = callee.name.text;
  if ((object === "require" && member === "resolve") || (object === "process" && member === "getBuiltinModule")) return "require";
  return (object === "vi" || object === "jest") && MOCKS.has(member) ? "mock" : null;
}

/** `import.meta.resolve` */
function isMetaResolve(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && callee.name.text === "resolve" && ts.isMetaProperty(callee.expression);
}

function newFact(node: ts.NewExpression, file: ts.SourceFile): ImportFact | null {
  const [first, second] = node.arguments ?? [];
  if (!ts.isIdentifier(node.expression) || first === undefined || !ts.isStringLiteralLike(first)) return null;
  const keyword = node.getStart(file);
  const name = node.expression.text;
  if (name === "Worker" || name === "SharedWorker") return fact("worker", first, keyword, file);
  return name === "URL" && second !== undefined && isImportMetaUrl(second) ? fact("url", first, keyword, file) : null;
}

function isImportMetaUrl(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === "url" && ts.isMetaProperty(node.expression);
}

function fact(form: ImportForm, node: ts.StringLiteralLike, keyword: number, file: ts.SourceFile): ImportFact {
  return { form, specifier: node.text, typeOnly: false, start: node.getStart(file), end: node.getEnd(), keyword };
}
