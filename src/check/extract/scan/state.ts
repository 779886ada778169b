import type { Dialect, IgnoreFact, ImportFact } from "../fact.ts";
import { endOf, type Source } from "./peek.ts";

/** What the last token was, as far as it decides whether a slash divides or begins a regular expression. */
export const Last = { none: 0, word: 1, operand: 2, dot: 3, closeParen: 4, closeBrace: 5, operator: 6 } as const;
export type Last = (typeof Last)[keyof typeof Last];

/** What an open bracket belongs to. `jsxCode` is a `{` within JSX, above a `jsxTag` or `jsxChildren`. */
export const Frame = { paren: 0, brace: 1, template: 2, jsxTag: 3, jsxChildren: 4, jsxCode: 5 } as const;
export type Frame = (typeof Frame)[keyof typeof Frame];

/** One pass over one file, in offsets of bytes. Nesting is kept in lists, never on the call stack, so that no depth can end the process. */
export interface Scan {
  readonly source: Source;
  /** Where the code ends. */
  readonly end: number;
  readonly dialect: Dialect;
  pos: number;
  last: Last;
  lastStart: number;
  lastEnd: number;
  /** The last token is a word that follows a dot. */
  dotted: boolean;
  /** After `)`: where the word before its `(` begins, or -1. */
  beforeParen: number;
  readonly frames: Frame[];
  /** For each open paren: where the word before it begins, or -1. */
  readonly parens: number[];
  readonly imports: ImportFact[];
  readonly ignores: IgnoreFact[];
  /** Where the letters `import` stand next, as far as that was looked up; -1 at first. */
  nextImport: number;
  /** False once something was met that a lexical reading cannot judge; the parser then reads the file. */
  certain: boolean;
}

export function newScan(source: Source, dialect: Dialect): Scan {
  return {
    source,
    end: endOf(source),
    dialect,
    pos: 0,
    last: Last.none,
    lastStart: 0,
    lastEnd: 0,
    dotted: false,
    beforeParen: -1,
    frames: [],
    parens: [],
    imports: [],
    ignores: [],
    nextImport: -1,
    certain: true,
  };
}

/** Gives the file up to the parser. */
export function doubt(scan: Scan): void {
  scan.certain = false;
  scan.pos = scan.end;
}

/** Takes the bytes from `scan.pos` to `end` as one token. */
export function token(scan: Scan, last: Last, end: number): void {
  scan.last = last;
  scan.lastStart = scan.pos;
  scan.lastEnd = end;
  scan.dotted = false;
  scan.pos = end;
}
