import { type ImportForm, MOCKS } from "../fact.ts";
import { Code, isQuoteOrTick } from "./characters.ts";
import { literalEnd, literalValue, skipTrivia, wordEnd } from "./peek.ts";
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
export function firstArgument(text: string, paren: number): Argument | null {
  const start = skipTrivia(text, paren + 1);
  if (text.charCodeAt(start) === Code.closeParen || start >= text.length) return null;
  const end = isQuoteOrTick(text.charCodeAt(start)) ? literalEnd(text, start) : -1;
  const after = end < 0 ? start : skipTrivia(text, end);
  const code = text.charCodeAt(after);
  if (end < 0 || (code !== Code.comma && code !== Code.closeParen))
    return { specifier: null, start, end: start + 1, after: start };
  return { specifier: literalValue(text, start, end), start, end, after };
}

/** `require(…)`, `require.resolve(…)` */
export function requireCall(scan: Scan, keyword: number, wordStop: number): void {
  const { text } = scan;
  let paren = afterOptionalDot(text, skipTrivia(text, wordStop));
  if (text.charCodeAt(paren) === Code.dot) {
    const name = skipTrivia(text, paren + 1);
    if (text.slice(name, wordEnd(text, name)) !== "resolve") return;
    paren = skipTrivia(text, name + "resolve".length);
  }
  if (text.charCodeAt(paren) === Code.less) return doubt(scan);
  if (text.charCodeAt(paren) !== Code.openParen) return;
  const argument = firstArgument(text, paren);
  if (argument === null || precededBy(scan, "function") || precededBy(scan, "new")) return;
  if (argument.specifier === null && !isSurelyCall(scan)) return doubt(scan);
  push(scan, "require", keyword, argument);
}

function afterOptionalDot(text: string, pos: number): number {
  return text.startsWith("?.(", pos) ? pos + 2 : pos;
}

/** `vi.mock("x")`, `jest.requireActual("x")` and their kin; what is no literal there is the test's own affair. */
export function mockCall(scan: Scan, keyword: number, wordStop: number): void {
  const { text } = scan;
  const dot = skipTrivia(text, wordStop);
  if (text.startsWith("?.", dot)) return doubt(scan);
  if (text.charCodeAt(dot) !== Code.dot) return;
  const name = skipTrivia(text, dot + 1);
  const end = wordEnd(text, name);
  if (!MOCKS.has(text.slice(name, end))) return;
  const paren = afterOptionalDot(text, skipTrivia(text, end));
  if (text.charCodeAt(paren) === Code.less) return doubt(scan);
  const argument = text.charCodeAt(paren) === Code.openParen ? firstArgument(text, paren) : null;
  if (argument?.specifier != null) push(scan, "mock", keyword, argument);
}

/** `import.meta.resolve("x")`, from where `meta` ends; what is no literal there loads nothing. */
export function metaCall(scan: Scan, keyword: number, metaEnd: number): void {
  const { text } = scan;
  const dot = skipTrivia(text, metaEnd);
  if (text.startsWith("?.", dot)) return doubt(scan);
  const name = skipTrivia(text, dot + 1);
  if (text.charCodeAt(dot) !== Code.dot || text.slice(name, wordEnd(text, name)) !== "resolve") return;
  const paren = afterOptionalDot(text, skipTrivia(text, name + "resolve".length));
  if (text.charCodeAt(paren) === Code.less) return doubt(scan);
  const argument = text.charCodeAt(paren) === Code.openParen ? firstArgument(text, paren) : null;
  if (argument?.specifier != null) push(scan, "dynamic", keyword, argument);
}

const IMPORT_META_URL = /\s*import\s*\.\s*meta\s*\.\s*url\b/y;

/** `new URL("x", import.meta.url)` and `new Worker("x")`, from the word `new`. */
export function newCall(scan: Scan, keyword: number, wordStop: number): void {
  const { text } = scan;
  const name = skipTrivia(text, wordStop);
  const end = wordEnd(text, name);
  const word = text.slice(name, end);
  if (word !== "URL" && word !== "Worker" && word !== "SharedWorker") return;
  const paren = skipTrivia(text, end);
  const argument = text.charCodeAt(paren) === Code.openParen ? firstArgument(text, paren) : null;
  if (argument === null || argument.specifier === null) return;
  if (word !== "URL") return push(scan, "worker", keyword, argument);
  IMPORT_META_URL.lastIndex = skipTrivia(text, argument.after + 1);
  if (text.charCodeAt(argument.after) === Code.comma && IMPORT_META_URL.test(text))
    push(scan, "url", keyword, argument);
}

export function push(scan: Scan, form: ImportForm, keyword: number, { specifier, start, end }: Argument): void {
  const typeOnly = form === "import-type" || form === "jsdoc";
  scan.imports.push({ form, specifier, typeOnly, start, end, keyword });
}

export function precededBy(scan: Scan, word: string): boolean {
  return scan.last === Last.word && !scan.dotted && scan.text.slice(scan.lastStart, scan.lastEnd) === word;
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

/** Whether `name(anything)` here is a call; in a class, an object or an interface it may declare a method. */
export function isSurelyCall(scan: Scan): boolean {
  if (scan.last === Last.closeParen || scan.last === Last.operand) return scan.last === Last.closeParen;
  if (scan.last === Last.word) return !scan.dotted && BEFORE_CALL.has(scan.text.slice(scan.lastStart, scan.lastEnd));
  return scan.last === Last.operator && !"{,;*".includes(scan.text.charAt(scan.lastEnd - 1));
}
