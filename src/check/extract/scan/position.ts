import { latin1, wordEnd } from "./peek.ts";
import { Last, type Scan } from "./state.ts";

const BEFORE_EXPRESSION = new Set([
  "return",
  "typeof",
  "case",
  "do",
  "else",
  "in",
  "instanceof",
  "new",
  "void",
  "delete",
  "throw",
  "default",
]);
/** Keywords in one place and plain names in another. */
const UNSURE = new Set(["of", "yield", "await"]);
const CONTROL = new Set(["if", "while", "for", "with"]);
/** No longer than `instanceof`. */
const LONGEST = 10;

/**
 * Whether an expression begins at `scan.pos`, so that a slash there opens a regular expression and a `<` an element.
 * Null where only a parser could tell.
 */
export function expressionBegins(scan: Scan): boolean | null {
  switch (scan.last) {
    case Last.word: {
      if (scan.dotted || scan.lastEnd - scan.lastStart > LONGEST) return false;
      const word = latin1(scan.source, scan.lastStart, scan.lastEnd);
      return UNSURE.has(word) ? null : BEFORE_EXPRESSION.has(word);
    }
    case Last.closeParen: {
      if (scan.beforeParen < 0) return false;
      const word = latin1(scan.source, scan.beforeParen, wordEnd(scan.source, scan.beforeParen));
      return word === "await" ? null : CONTROL.has(word);
    }
    case Last.operand:
      return false;
    case Last.closeBrace:
      return null;
    case Last.dot:
      return null;
    default:
      return true;
  }
}
