import { Code, isWord } from "./characters.ts";
import { firstArgument, isSurelyCall, precededBy, push } from "./calls.ts";
import { skipTrivia, wordEnd } from "./peek.ts";
import { doubt, Last, type Scan } from "./state.ts";

/** `import(…)`: a call where values are, a type where types are. */
export function importCall(scan: Scan, keyword: number, paren: number): void {
  const argument = firstArgument(scan.text, paren);
  const { javascript, declaration } = scan.dialect;
  // A type names its module by a literal, so what computes its name is a call.
  const computed = argument?.specifier === null;
  if (argument === null || (computed && (declaration || !isSurelyCall(scan)))) return doubt(scan);
  const isType = javascript || declaration ? declaration : !computed && isTypePosition(scan, argument.after);
  if (isType === null) return doubt(scan);
  push(scan, isType ? "import-type" : "dynamic", keyword, argument);
}

const BEFORE_VALUE = new Set(["await", "return", "yield", "void", "default", "throw", "else", "do", "case", "new"]);
const BEFORE_TYPE = new Set([
  "typeof",
  "as",
  "extends",
  "implements",
  "keyof",
  "is",
  "infer",
  "satisfies",
  "readonly",
  "asserts",
]);
const OF_A_PROMISE = new Set(["then", "catch", "finally"]);

/** Null where only the whole statement tells. `after` is the offset past the literal. */
function isTypePosition(scan: Scan, after: number): boolean | null {
  const { text } = scan;
  if (scan.last === Last.word && !scan.dotted) {
    const word = text.slice(scan.lastStart, scan.lastEnd);
    if (BEFORE_VALUE.has(word)) return false;
    if (BEFORE_TYPE.has(word)) return precededBy(scan, "typeof") || !scan.dialect.jsx ? true : null;
  }
  if (text.charCodeAt(after) !== Code.closeParen) return null;
  const next = skipTrivia(text, after + 1);
  const code = text.charCodeAt(next);
  if (code === Code.dot) {
    const name = skipTrivia(text, next + 1);
    return !OF_A_PROMISE.has(text.slice(name, wordEnd(text, name)));
  }
  return isValueBetween(scan, code) ? false : null;
}

/**
 * Whether the tokens on both sides are such as an expression has: `=> import("x"))`, `(import("x"),`. A function type that
 * returns a whole module without `typeof` reads alike; TypeScript allows it for `export =` alone, and nobody writes it.
 */
function isValueBetween(scan: Scan, next: number): boolean {
  const before = scan.last === Last.operator ? scan.text.slice(scan.lastEnd - 2, scan.lastEnd) : "";
  const opens = before === "=>" || before.endsWith("(") || before === "&&" || before === "||" || before === "??";
  return scan.last === Last.none || (opens && (ENDS.has(next) || isWord(next) || Number.isNaN(next)));
}

const ENDS: ReadonlySet<number> = new Set([Code.closeParen, Code.comma, Code.semicolon, Code.closeBrace]);
