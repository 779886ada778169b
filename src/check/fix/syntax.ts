import { ts } from "ts-morph";

export interface ImportedName {
  /** `default` for a default import, `*` for a namespace. */
  readonly imported: string;
  readonly local: string;
  readonly start: number;
  readonly end: number;
  /** Marked with a `type` of its own; where that word begins and what follows it begins. */
  readonly typeWord: readonly [start: number, end: number] | null;
}

/** `import a, { b as c } from "x"`; offsets in UTF-16 units. */
export interface ImportStatement {
  /** Right behind the word `import`. */
  readonly afterKeyword: number;
  /** From the first imported name, or its brace, to the end of the last. */
  readonly clause: readonly [start: number, end: number];
  readonly typeOnly: boolean;
  readonly names: readonly ImportedName[];
}

export function parseModule(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** The import statement of which the specifier begins there; null where there is none that imports names. */
export function importAt(file: ts.SourceFile, specifier: number): ImportStatement | null {
  const found = file.statements.find((one) => ts.isImportDeclaration(one) && one.moduleSpecifier.getStart(file) === specifier);
  if (found === undefined || !ts.isImportDeclaration(found) || found.importClause === undefined) return null;
  const clause = found.importClause;
  return {
    afterKeyword: found.getStart(file) + "import".length,
    clause: [(clause.name ?? clause.namedBindings ?? clause).getStart(file), clause.end],
    typeOnly: clause.phaseModifier === ts.SyntaxKind.TypeKeyword,
    names: [...defaultName(clause, file), ...boundNames(clause.namedBindings, file)],
  };
}

function defaultName({ name }: ts.ImportClause, file: ts.SourceFile): readonly ImportedName[] {
  return name === undefined ? [] : [{ imported: "default", local: name.text, start: name.getStart(file), end: name.end, typeWord: null }];
}

function boundNames(bindings: ts.NamedImportBindings | undefined, file: ts.SourceFile): readonly ImportedName[] {
  if (bindings === undefined) return [];
  if (ts.isNamespaceImport(bindings)) return [{ imported: "*", local: bindings.name.text, start: bindings.getStart(file), end: bindings.end, typeWord: null }];
  return bindings.elements.map((one) => {
    const first = one.propertyName ?? one.name;
    const start = one.getStart(file);
    return { imported: first.text, local: one.name.text, start, end: one.end, typeWord: one.isTypeOnly ? [start, first.getStart(file)] : null };
  });
}
