import { ts } from "ts-morph";
import type { Extracted, IgnoreFact, ImportFact, ImportForm } from "./fact.ts";
import { IGNORE_WORD, readIgnore } from "./ignore.ts";
import { callFact } from "./parse-calls.ts";

/**
 * What `scan` finds, found by the TypeScript parser: for the files that a lexical reading cannot judge, and the
 * yardstick that tests hold `scan` to. Throws a RangeError where the file nests deeper than the parser can go.
 */
export function parse(path: string, text: string): Extracted {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const javascript = /\.(?:[cm]?js|jsx)$/.test(path);
  const found = new Map<number, ImportFact>();
  for (const fact of references(file)) found.set(fact.start, fact);
  const open: ts.Node[] = [file];
  for (let node = open.pop(); node; node = open.pop()) {
    const fact = declarationFact(node, file) ?? callFact(node, file);
    if (fact) found.set(fact.start, fact);
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
    if (javascript) open.push(...jsDocsOf(node));
  }
  return {
    imports: [...found.values()].sort((a, b) => a.start - b.start),
    ignores: text.includes(IGNORE_WORD) ? ignores(file) : [],
  };
}

function declarationFact(node: ts.Node, file: ts.SourceFile): ImportFact | null {
  if (ts.isImportDeclaration(node))
    return literal("import", node.moduleSpecifier, node, file, isTypeImport(node.importClause));
  if (ts.isExportDeclaration(node) && node.moduleSpecifier)
    return literal("export", node.moduleSpecifier, node, file, isTypeExport(node));
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
    return literal("import-equals", node.moduleReference.expression, node, file, node.isTypeOnly);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return literal(isInJsDoc(node) ? "jsdoc" : "import-type", node.argument.literal, node, file, true);
  if (ts.isJSDocImportTag(node)) return literal("jsdoc", node.moduleSpecifier, node, file, true);
  const declared =
    ts.isModuleDeclaration(node) && (node.modifiers ?? []).some((one) => one.kind === ts.SyntaxKind.DeclareKeyword);
  return declared && ts.isModuleDeclaration(node) ? literal("module", node.name, node, file, true) : null;
}

function literal(
  form: ImportForm,
  node: ts.Node,
  statement: ts.Node,
  file: ts.SourceFile,
  typeOnly: boolean,
): ImportFact | null {
  if (!ts.isStringLiteralLike(node)) return null;
  const start = node.getStart(file);
  return {
    form,
    specifier: node.text,
    typeOnly,
    start,
    end: node.getEnd(),
    keyword: keywordOf(form, statement, start, file),
  };
}

/** Where the word itself stands that names a module, past `declare`, `export` and `typeof`. */
function keywordOf(form: ImportForm, statement: ts.Node, before: number, file: ts.SourceFile): number {
  if (form === "module" || form === "import-type")
    return file.text.lastIndexOf(form === "module" ? "module" : "import", before);
  const first = statement.getStart(file);
  return form === "import-equals" ? file.text.indexOf("import", first) : first;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return !clause.name && named !== undefined && ts.isNamedImports(named) && areTypes(named.elements);
}

function isTypeExport(node: ts.ExportDeclaration): boolean {
  return (
    node.isTypeOnly ||
    (node.exportClause !== undefined && ts.isNamedExports(node.exportClause) && areTypes(node.exportClause.elements))
  );
}

function areTypes(names: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]): boolean {
  return names.length > 0 && names.every((one) => one.isTypeOnly);
}

/** All comments before a node; the parser's own accessor gives the last alone. */
function jsDocsOf(node: ts.Node): readonly ts.Node[] {
  return "jsDoc" in node && Array.isArray(node.jsDoc) ? node.jsDoc : [];
}

function isInJsDoc(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.JSDoc) !== 0;
}

function references(file: ts.SourceFile): readonly ImportFact[] {
  const all = [...file.referencedFiles, ...file.typeReferenceDirectives];
  return all.map(({ fileName, pos, end }) => ({
    form: "reference",
    specifier: fileName,
    typeOnly: true,
    start: pos,
    end,
    keyword: file.text.lastIndexOf("///", pos),
  }));
}

/** The orders to ignore in the comments before each node. */
function ignores(file: ts.SourceFile): readonly IgnoreFact[] {
  const found = new Map<number, IgnoreFact>();
  const open: ts.Node[] = [file];
  for (let node = open.pop(); node; node = open.pop()) {
    for (const range of ts.getLeadingCommentRanges(file.text, node.pos) ?? []) {
      const ignore = readIgnore(file.text.slice(range.pos, range.end), range.pos);
      if (ignore) found.set(range.pos, ignore);
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}
