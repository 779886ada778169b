import { ts } from "ts-morph";
import type { Fact } from "../fact.ts";
import { mentionsOf, type Search } from "./mentions.ts";
import type { Typed } from "./program.ts";

/** What one file may cost, and what all may, in types made from generic ones: a large honest file needs some ten thousand. */
const LIMITS = { file: 1_000_000, all: 20_000_000 } as const;

/** What is looked for: types of wanted files, under these names alone, or under all. */
export interface Sought {
  readonly isWanted: (path: string) => boolean;
  readonly names: ReadonlySet<string> | null;
}

/**
 * For everything that a file exports, the types that it names, by itself or by what the compiler works out, as far as they are declared in
 * another file of the project that is wanted: `name` is the export, `detail` the declaring file and the type on a line each, `other` where it stands in that file.
 */
export function exportedTypes(path: string, types: Typed, { isWanted, names }: Sought): readonly Fact[] {
  const source = types.sourceOf(path);
  const module = source && types.checker.getSymbolAtLocation(source);
  if (!source || !module) return [];
  const before = types.work();
  const found: Fact[] = [];
  const search: Search = { source, types, isWanted, clean: new Map() };
  for (const symbol of types.checker.getExportsOfModule(module)) {
    if (names !== null && !names.has(symbol.name)) continue;
    const at = placeIn(source, symbol);
    const mentions = mentionsOf(symbol, search);
    if (mentions === null || types.work() - before > LIMITS.file || types.work() > LIMITS.all) return [...found, tooMuch()];
    for (const { file, name, offset } of mentions) {
      found.push({ kind: "signature", name: symbol.name, detail: `${file}\n${name}`, start: at.getStart(source), end: at.getEnd(), other: offset });
    }
  }
  return found;
}

function tooMuch(): Fact {
  return { kind: "unjudged", name: "the types of what it exports take too much work to find out", detail: "", start: 0, end: 0, other: null };
}

/** Where the file exports it: its declaration's name, the specifier, or the `export *`. */
function placeIn(source: ts.SourceFile, symbol: ts.Symbol): ts.Node {
  const own = symbol.declarations?.find((one) => one.getSourceFile() === source);
  if (own) return ts.getNameOfDeclaration(own) ?? own;
  return source.statements.find((one) => ts.isExportDeclaration(one) && one.exportClause === undefined) ?? source.statements[0] ?? source;
}
