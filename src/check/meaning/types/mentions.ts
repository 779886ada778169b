import { ts } from "ts-morph";
import type { Typed } from "./program.ts";
import { isReference, type Part, partsOf, STEPS } from "./parts.ts";

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
export function mentionsOf(exported: ts.Symbol, search: Search): readonly Mention[] | null {
  const { source, types, isWanted, clean } = search;
  const { checker } = types;
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const found = new Map<string, Mention>();
  const open: Part[] = startOf(symbol, source, checker).map((type) => ({ type, steps: STEPS }));
  const seen = new Map<ts.Type, number>();
  for (let part = open.pop(); part; part = open.pop()) {
    const { type, steps } = part;
    if (steps <= Math.max(seen.get(type) ?? -1, clean.get(type) ?? -1)) continue;
    seen.set(type, steps);
    const names = [nameOf(type.aliasSymbol, isNamed, search), nameOf(type.symbol, isNominal(type) ? isNamed : isNamedValue, search)].flatMap((one) => one ?? []);
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

/** A name that is declared elsewhere: `file` is null where that is the language's own. */
interface NameElsewhere {
  readonly file: string | null;
  readonly name: string;
  readonly offset: number;
}

/**
 * What a symbol is called by the declaration that counts. Null for what has no name, or is of this file. A value may share its name with a type: the
 * symbol is one, and so a type that is made by a class or an interface is called by that, wherever it stands among the symbol's declarations.
 */
function nameOf(symbol: ts.Symbol | undefined, counts: typeof isNamed, { source, types }: Search): NameElsewhere | null {
  const declaration = symbol?.declarations?.find(counts);
  if (!symbol || !declaration) return null;
  const file = declaration.getSourceFile();
  if (file === source) return null;
  const name = ts.getNameOfDeclaration(declaration);
  const owner = ts.isEnumMember(declaration) ? declaration.parent.name.text : (name?.getText(file) ?? symbol.name);
  return { file: types.pathOf(file), name: owner, offset: (name ?? declaration).getStart(file) };
}

/** Whether it is the type that a class, an interface or an enum declares, and not that of a value of the same name. */
function isNominal(type: ts.Type): boolean {
  return type.isClassOrInterface() || (isReference(type) && type.target.isClassOrInterface()) || (type.flags & ts.TypeFlags.EnumLike) !== 0;
}

/** Of values those that are a class or an enum by themselves are called by it. */
function isNamedValue(node: ts.Node): boolean {
  return ts.isClassLike(node) || ts.isEnumDeclaration(node) || ts.isEnumMember(node);
}

function isNamed(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isClassLike(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node) || ts.isEnumMember(node);
}
