import { ts } from "ts-morph";
import type { Fact } from "./fact.ts";
import { type Imported, importedBy, importOf } from "./imported.ts";
import { detailOf } from "./passed-on.ts";
import type { Parsed } from "./parsed.ts";
import { bare } from "./syntax.ts";
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
export function exportedAgain({ source, nodes, scopes }: Parsed): readonly Fact[] {
  const fact = (name: string, { name: was, from }: Imported, node: ts.Node): Fact => ({ kind: "re-export", name, detail: detailOf(was, from), start: node.getStart(source), end: node.getEnd(), other: null });
  return nodes.flatMap((node) => {
    if (ts.isExportAssignment(node) && !node.isExportEquals) {
      const origin = importOf(bare(node.expression), scopes);
      return origin === null ? [] : [fact("default", origin, node)];
    }
    if (!ts.isExportDeclaration(node) || node.isTypeOnly) return [];
    const from = node.moduleSpecifier && ts.isStringLiteralLike(node.moduleSpecifier) ? node.moduleSpecifier.text : null;
    const { exportClause } = node;
    if (!exportClause) return from === null ? [] : [fact("*", { name: "*", from }, node)];
    if (!ts.isNamedExports(exportClause)) return from === null ? [] : [fact(exportClause.name.text, { name: "*", from }, node)];
    return exportClause.elements.flatMap((one) => {
      const local = one.propertyName ?? one.name;
      const origin = from === null ? importOf(local, scopes) : { name: local.text, from };
      return one.isTypeOnly || origin === null ? [] : [fact(one.name.text, origin, one)];
    });
  });
}
