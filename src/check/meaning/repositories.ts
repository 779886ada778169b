import { ts } from "ts-morph";
import { exportsOf, originOfValue } from "./exported.ts";
import { type Fact, WHOLE } from "./fact.ts";
import { type Imported, importedBy } from "./imported.ts";
import { detailOf } from "./passed-on.ts";
import type { Parsed } from "./parsed.ts";
import { chainOf, originOf } from "./transactions.ts";

const REPOSITORY = /^(?:repositor(?:y|ies)|\w+(?:Repositor(?:y|ies)|Repo|Dao|DAO))$/;

/**
 * Every use of a repository, by its name, through something that is not it: `name` is the way to it, as `orders.repositories`, `detail` the module that
 * the first name is imported from, where it is.
 */
export function repositoryUses({ source, nodes, scopes }: Parsed): readonly Fact[] {
  return nodes.flatMap((node) => {
    if (!ts.isPropertyAccessExpression(node) || !REPOSITORY.test(node.name.text)) return [];
    const { names, root } = chainOf(node);
    return [{ kind: "repository" as const, name: names.join("."), detail: originOf(root, scopes), start: node.getStart(source), end: node.getEnd(), other: null }];
  });
}

/** Every value that is imported by its name: `name` is the one under which it is exported, `detail` the module. */
export function importedNames({ source, nodes }: Parsed): readonly Fact[] {
  return nodes.flatMap((node) => {
    if (!ts.isImportSpecifier(node) && !ts.isBindingElement(node)) return [];
    if (ts.isImportSpecifier(node) && (node.isTypeOnly || node.parent.parent.phaseModifier === ts.SyntaxKind.TypeKeyword)) return [];
    const imported = importedBy(node);
    return imported === null ? [] : [{ kind: "imported" as const, name: imported.name, detail: imported.from, start: node.getStart(source), end: node.getEnd(), other: null }];
  });
}

/** Every value that comes from another module and is exported again: `name` is the one that it gets, `*` for all, `detail` what it is, as `detailOf` says. */
export function exportedAgain(file: Parsed): readonly Fact[] {
  const { source, nodes, scopes } = file;
  const fact = (name: string, { name: was, from }: Imported, node: ts.Node): Fact => ({ kind: "re-export", name, detail: detailOf(was, from), start: node.getStart(source), end: node.getEnd(), other: null });
  const own = exportsOf(file).flatMap(({ name, value, node }) => {
    const origin = originOfValue(value, scopes);
    return origin !== null && "imported" in origin ? [fact(name, passed(name, origin.imported), node)] : [];
  });
  return [...nodes.flatMap((node) => namedAgain(node).map(([name, origin, at]) => fact(name, origin, at))), ...own];
}

/** Of a module that is another one as a whole, the whole is that one's, and its default export as `import` has it. */
function passed(name: string, imported: Imported): Imported {
  return imported.name === "*" && (name === WHOLE || name === "default") ? { ...imported, name: WHOLE } : imported;
}

/** What `export … from` names. */
function namedAgain(node: ts.Node): readonly (readonly [name: string, origin: Imported, at: ts.Node])[] {
  if (!ts.isExportDeclaration(node) || node.isTypeOnly || !node.moduleSpecifier || !ts.isStringLiteralLike(node.moduleSpecifier)) return [];
  const { text: from } = node.moduleSpecifier;
  const { exportClause } = node;
  if (!exportClause) return [["*", { name: "*", from }, node]];
  if (!ts.isNamedExports(exportClause)) return [[exportClause.name.text, { name: "*", from }, node]];
  return exportClause.elements.flatMap((one) => (one.isTypeOnly ? [] : [[one.name.text, { name: (one.propertyName ?? one.name).text, from }, one] as const]));
}
