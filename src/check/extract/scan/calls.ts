import { type ImportForm, MOCKS } from "../fact.ts";
import { Code, isQuoteOrTick, isWordAt } from "./characters.ts";
import { isWord, latin1, literalEnd, literalValue, skipSpaces, skipTrivia, type Source, startsWith, word, wordEnd } from "./peek.ts";
import { expressionBegins } from "./position.ts";
import { doubt, Last, type Scan } from "./state.ts";

/** What stands in the parentheses of a call, as far as it may name a module. */
interface Argument {
  /** Null where the first argument is no literal. */
  readonly specifier: string | null;
  readonly start: number;
  readonly end: number;
  /** The character after the literal: `)` or `,`. */
  readonly after: number;
}

/** Reads the first argument of the call whose paren opens at `paren`; null where there is none. */
export function firstArgument(source: Source, paren: number): Argument | null {
  const start = skipTrivia(source, paren + 1);
  const first = source[start] ?? 0;
  if (first === Code.closeParen || start >= source.length - 1) return null;
  const end = isQuoteOrTick(first) ? literalEnd(source, start) : -1;
  const after = end < 0 ? start : skipTrivia(source, end);
  const code = source[after];
  if (end < 0 || (code !== Code.comma && code !== Code.closeParen)) return { specifier: null, start, end: start + 1, after: start };
  return { specifier: literalValue(source, start, end), start, end, after };
}

const RESOLVE = word("resolve");
const OPTIONAL = word("?.");
const OPTIONAL_CALL = word("?.(");
const FUNCTION = word("function");
const NEW = word("new");

/** `require(…)`, `require.resolve(…)` */
export function requireCall(scan: Scan, keyword: number, wordStop: number): void {
  const { source } = scan;
  let paren = openingParen(source, wordStop);
  if (source[paren] === Code.dot) {
    const name = skipTrivia(source, paren + 1);
    const end = wordEnd(source, name);
    if (!isWord(source, RESOLVE, name, end)) return;
    paren = skipTrivia(source, end);
  }
  if (source[paren] === Code.less) return doubt(scan);
  if (source[paren] !== Code.openParen) return;
  const argument = firstArgument(source, paren);
  if (argument === null || precededBy(scan, FUNCTION) || precededBy(scan, NEW)) return;
  if (argument.specifier === null && !isSurelyCall(scan)) return doubt(scan);
  push(scan, "require", keyword, argument);
}

const BUILTIN = word("getBuiltinModule");

/** `process.getBuiltinModule("fs")`, from where `process` ends. */
export function builtinCall(scan: Scan, keyword: number, wordStop: number): void {
  const { source } = scan;
  const dot = skipTrivia(source, wordStop);
  const isOptional = startsWith(source, OPTIONAL, dot);
  if (!isOptional && source[dot] !== Code.dot) return;
  const name = skipTrivia(source, dot + (isOptional ? 2 : 1));
  const end = wordEnd(source, name);
  if (!isWord(source, BUILTIN, name, end)) return;
  const paren = openingParen(source, end);
  if (isOptional || source[paren] === Code.less) return doubt(scan);
  const argument = source[paren] === Code.openParen ? firstArgument(source, paren) : null;
  if (argument !== null && !precededBy(scan, NEW)) push(scan, "require", keyword, argument);
}

/** Where the paren of a call should stand after its callee, past the dot of an optional one. */
function openingParen(source: Source, calleeEnd: number): number {
  const next = skipTrivia(source, calleeEnd);
  return startsWith(source, OPTIONAL_CALL, next) ? next + 2 : next;
}

/** `vi.mock("x")`, `jest.requireActual("x")` and their kin; what is no literal there is the test's own affair. */
export function mockCall(scan: Scan, keyword: number, wordStop: number): void {
  const { source } = scan;
  const dot = skipTrivia(source, wordStop);
  if (startsWith(source, OPTIONAL, dot)) return doubt(scan);
  if (source[dot] !== Code.dot) return;
  const name = skipTrivia(source, dot + 1);
  const end = wordEnd(source, name);
  if (MOCKS.has(latin1(source, name, end))) literalCall(scan, "mock", keyword, end);
}

/** `import.meta.resolve("x")`, from where `meta` ends; what is no literal there loads nothing. */
export function metaCall(scan: Scan, keyword: number, metaEnd: number): void {
  const { source } = scan;
  const dot = skipTrivia(source, metaEnd);
  if (startsWith(source, OPTIONAL, dot)) return doubt(scan);
  const name = skipTrivia(source, dot + 1);
  const end = wordEnd(source, name);
  if (source[dot] === Code.dot && isWord(source, RESOLVE, name, end)) literalCall(scan, "dynamic", keyword, end);
}

/** A call that names a module where its first argument is a literal, and nothing else. */
function literalCall(scan: Scan, form: ImportForm, keyword: number, calleeEnd: number): void {
  const { source } = scan;
  const paren = openingParen(source, calleeEnd);
  if (source[paren] === Code.less) return doubt(scan);
  const argument = source[paren] === Code.openParen ? firstArgument(source, paren) : null;
  if (argument?.specifier != null && !precededBy(scan, NEW)) push(scan, form, keyword, argument);
}

const URL_CLASS = word("URL");
const WORKERS = [word("Worker"), word("SharedWorker")];

/** `new URL("x", import.meta.url)` and `new Worker("x")`, from the word `new`. */
export function newCall(scan: Scan, keyword: number, wordStop: number): void {
  const { source } = scan;
  const name = skipTrivia(source, wordStop);
  const end = wordEnd(source, name);
  const isUrl = isWord(source, URL_CLASS, name, end);
  if (!isUrl && !WORKERS.some((one) => isWord(source, one, name, end))) return;
  const paren = skipTrivia(source, end);
  const argument = source[paren] === Code.openParen ? firstArgument(source, paren) : null;
  if (argument === null || argument.specifier === null) return;
  if (!isUrl) push(scan, "worker", keyword, argument);
  else if (source[argument.after] === Code.comma && isImportMetaUrl(source, argument.after + 1)) push(scan, "url", keyword, argument);
}

const IMPORT_META_URL = ["import", ".", "meta", ".", "url"].map(word);

function isImportMetaUrl(source: Source, from: number): boolean {
  let pos = skipTrivia(source, from);
  for (const one of IMPORT_META_URL) {
    pos = skipSpaces(source, pos);
    if (!startsWith(source, one, pos)) return false;
    pos += one.length;
  }
  return !isWordAt(source, pos);
}

export function push(scan: Scan, form: ImportForm, keyword: number, { specifier, start, end }: Argument): void {
  const typeOnly = form === "import-type" || form === "jsdoc";
  scan.imports.push({ form, specifier, typeOnly, start, end, keyword });
}

export function precededBy(scan: Scan, wanted: Uint8Array): boolean {
  return scan.last === Last.word && !scan.dotted && isWord(scan.source, wanted, scan.lastStart, scan.lastEnd);
}

const BEFORE_CALL = new Set([
  "await",
  "return",
  "typeof",
  "void",
  "yield",
  "throw",
  "case",
  "else",
  "do",
  "in",
  "of",
  "instanceof",
  "default",
  "delete",
]);
const BEFORE_METHOD: ReadonlySet<number> = new Set([Code.openBrace, Code.comma, Code.semicolon, Code.star]);

/** Whether `name(anything)` here is a call; in a class, an object or an interface it may declare a method. */
export function isSurelyCall(scan: Scan): boolean {
  if (scan.last === Last.closeParen || scan.last === Last.operand) return expressionBegins(scan) === true;
  if (scan.last === Last.word) return !scan.dotted && BEFORE_CALL.has(latin1(scan.source, scan.lastStart, scan.lastEnd));
  return scan.last === Last.operator && !BEFORE_METHOD.has(scan.source[scan.lastEnd - 1] ?? 0);
}
