import { firstArgument, isSurelyCall, precededBy, push } from "./calls.ts";
import { Code, isWordAt } from "./characters.ts";
import { latin1, skipTrivia, word, wordEnd } from "./peek.ts";
import { doubt, Last, type Scan } from "./state.ts";

/** `import(…)`: a call where values are, a type where types are. */
export function importCall(scan: Scan, keyword: number, paren: number): void {
  const argument = firstArgument(scan.source, paren);
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
const TYPEOF = word("typeof");
const OF_A_PROMISE = new Set(["then", "catch", "finally"]);

/** Null where only the whole statement tells. `after` is the offset past the literal. */
function isTypePosition(scan: Scan, after: number): boolean | null {
  const { source } = scan;
  if (scan.last === Last.word && !scan.dotted) {
    const before = latin1(source, scan.lastStart, scan.lastEnd);
    if (BEFORE_VALUE.has(before)) return false;
    if (BEFORE_TYPE.has(before)) return precededBy(scan, TYPEOF) || !scan.dialect.jsx ? true : null;
  }
  if (source[after] !== Code.closeParen) return null;
  const next = skipTrivia(source, after + 1);
  if (source[next] === Code.dot) {
    const name = skipTrivia(source, next + 1);
    return !OF_A_PROMISE.has(latin1(source, name, wordEnd(source, name)));
  }
  return isValueBetween(scan, next) ? false : null;
}

/**
 * Whether the tokens on both sides are such as an expression has: `=> import("x"))`, `(import("x"),`. A function type that
 * returns a whole module without `typeof` reads alike; TypeScript allows it for `export =` alone, and nobody writes it.
 */
function isValueBetween(scan: Scan, next: number): boolean {
  const { source, lastEnd } = scan;
  const before = scan.last === Last.operator ? latin1(source, Math.max(lastEnd - 2, 0), lastEnd) : "";
  const opens = before === "=>" || before.endsWith("(") || before === "&&" || before === "||" || before === "??";
  return scan.last === Last.none || (opens && (ENDS.has(source[next] ?? 0) || isWordAt(source, next) || next === scan.end));
}

const ENDS: ReadonlySet<number> = new Set([Code.closeParen, Code.comma, Code.semicolon, Code.closeBrace]);
