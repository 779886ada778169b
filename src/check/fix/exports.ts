import { ts } from "ts-morph";
import { importAt } from "./syntax.ts";

/** Where a name of a module comes from: declared in it, or another name of the module of which the specifier begins at `from`. */
export interface Origin {
  /** Null where it is declared here. */
  readonly from: number | null;
  /** `*` for the whole of the other module. */
  readonly name: string;
  /** Types alone come through. */
  readonly typeOnly: boolean;
}

export interface ModuleNames {
  readonly exported: ReadonlyMap<string, Origin>;
  /** `export * from`: where the specifier begins, and whether types alone come through. */
  readonly stars: readonly { readonly from: number; readonly typeOnly: boolean }[];
}

/** What a module exports, by its own text; null where it exports in ways that are not followed, as `export =`. */
export function exportsOf(file: ts.SourceFile): ModuleNames | null {
  const imported = new Map<string, Origin>();
  const exported = new Map<string, Origin>();
  const stars: ModuleNames["stars"][number][] = [];
  for (const one of file.statements) if (ts.isImportDeclaration(one)) addImports(one, file, imported);
  for (const one of file.statements) {
    if (ts.isExportAssignment(one)) {
      if (one.isExportEquals) return null;
      exported.set("default", { from: null, name: "default", typeOnly: false });
    } else if (ts.isExportDeclaration(one)) addExports(one, file, imported, exported, stars);
    else for (const [name, local] of declaredNames(one)) exported.set(name, { from: null, name: local, typeOnly: false });
  }
  return { exported, stars };
}

function addImports(one: ts.ImportDeclaration, file: ts.SourceFile, imported: Map<string, Origin>): void {
  const from = one.moduleSpecifier.getStart(file);
  const statement = importAt(file, from);
  for (const { local, imported: name, typeWord } of statement?.names ?? [])
    imported.set(local, { from, name, typeOnly: statement?.typeOnly === true || typeWord !== null });
}

function addExports(
  { exportClause, moduleSpecifier, isTypeOnly }: ts.ExportDeclaration,
  file: ts.SourceFile,
  imported: ReadonlyMap<string, Origin>,
  exported: Map<string, Origin>,
  stars: ModuleNames["stars"][number][],
): void {
  const from = moduleSpecifier?.getStart(file) ?? null;
  if (exportClause === undefined) {
    if (from !== null) stars.push({ from, typeOnly: isTypeOnly });
  } else if (ts.isNamespaceExport(exportClause)) exported.set(exportClause.name.text, { from, name: "*", typeOnly: isTypeOnly });
  else {
    for (const one of exportClause.elements) {
      const name = (one.propertyName ?? one.name).text;
      const typeOnly = isTypeOnly || one.isTypeOnly;
      const here = from === null ? imported.get(name) : undefined;
      exported.set(one.name.text, here === undefined ? { from, name, typeOnly } : { ...here, typeOnly: typeOnly || here.typeOnly });
    }
  }
}

/** The names that an exported declaration exports, each with its name in the module. */
function declaredNames(one: ts.Statement): readonly (readonly [exported: string, local: string])[] {
  const modifiers = ts.canHaveModifiers(one) ? (ts.getModifiers(one) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) return [["default", "default"]];
  if (ts.isVariableStatement(one)) return one.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [[name.text, name.text] as const] : []));
  const name = ts.isDeclarationStatement(one) ? one.name : undefined;
  return name !== undefined && ts.isIdentifier(name) ? [[name.text, name.text]] : [];
}
