import { ts } from "ts-morph";
import type { Typed } from "./program.ts";
import { type Part, partsOf, STEPS } from "./parts.ts";

/** A type that is declared in another file of the project. */
export interface Mention {
  readonly file: string;
  readonly name: string;
  /** Of its name, in that file. */
  readonly offset: number;
}

/** How many types one export is looked through for, beyond those that others have shown to be clean; more of them do not end. */
const MOST_TYPES = 5_000;

/** What is looked for, in the exports of one file. */
export interface Search {
  readonly source: ts.SourceFile;
  readonly types: Typed;
  /** Whether a type that is declared in this file counts. */
  readonly isWanted: (path: string) => boolean;
  /** Types that lead to nothing wanted, with the most steps that were taken from them: the exports of a file share most of their types. */
  readonly clean: Map<ts.Type, number>;
}

/**
 * The wanted types of other files that an export's signature consists of, each once. A type with a name is what it is called: what it is made of is
 * the business of the file that declares it, but what it is given (`Page<Row>`) is looked at. Null where there are too many.
 */
export function mentionsOf(exported: ts.Symbol, { source, types, isWanted, clean }: Search): readonly Mention[] | null {
  const { checker } = types;
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const found = new Map<string, Mention>();
  const open: Part[] = startOf(symbol, source, checker).map((type) => ({ type, steps: STEPS }));
  const seen = new Map<ts.Type, number>();
  for (let part = open.pop(); part; part = open.pop()) {
    const { type, steps } = part;
    if (steps <= Math.max(seen.get(type) ?? -1, clean.get(type) ?? -1)) continue;
    seen.set(type, steps);
    const names = [type.aliasSymbol, type.symbol].flatMap((one) => (one ? mention(one, source, types) : []));
    for (const one of names) if (one.file !== null && isWanted(one.file)) found.set(`${one.file} ${one.name}`, { ...one, file: one.file });
    open.push(...partsOf(part, names.length > 0, source, checker));
    if (seen.size > MOST_TYPES) return null;
  }
  if (found.size === 0) for (const [type, steps] of seen) clean.set(type, steps);
  return [...found.values()].sort((a, b) => (`${a.file} ${a.name}` < `${b.file} ${b.name}` ? -1 : 1));
}

/** The types that an exported symbol is: what it is worth as a value, and what it declares as a type. */
function startOf(symbol: ts.Symbol, source: ts.SourceFile, checker: ts.TypeChecker): ts.Type[] {
  const isHere = symbol.declarations?.some((one) => one.getSourceFile() === source) ?? false;
  const open: ts.Type[] = [];
  if (symbol.flags & ts.SymbolFlags.Type) open.push(checker.getDeclaredTypeOfSymbol(symbol));
  if (symbol.flags & ts.SymbolFlags.Value && !(symbol.flags & (ts.SymbolFlags.Enum | ts.SymbolFlags.ValueModule))) open.push(checker.getTypeOfSymbol(symbol));
  // A class that only passes through is named, and not made, here.
  return isHere || !(symbol.flags & ts.SymbolFlags.Class) ? open : open.slice(0, 1);
}

/** A symbol with a name and a declaration elsewhere: `file` is null where that is the language's own. Nothing for what has no name, or is of this file. */
function mention(symbol: ts.Symbol, source: ts.SourceFile, { pathOf }: Typed): readonly { file: string | null; name: string; offset: number }[] {
  const declaration = symbol.declarations?.[0];
  if (!declaration || !isNamed(declaration)) return [];
  const file = declaration.getSourceFile();
  if (file === source) return [];
  const name = ts.getNameOfDeclaration(declaration);
  const owner = ts.isEnumMember(declaration) ? declaration.parent.name.text : (name?.getText(file) ?? symbol.name);
  return [{ file: pathOf(file), name: owner, offset: (name ?? declaration).getStart(file) }];
}

function isNamed(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isClassLike(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node) || ts.isEnumMember(node);
}
