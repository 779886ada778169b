// What stands where, by its characters.

import { CHANGING, OBJECT_CHANGING } from "../changing.ts";
import { Mark } from "./token.ts";

export const IMPORTED = /^\s*(?:type\s+)?(?:[\w$]+\s+as\s+)?([\w$]+)\s*$/;
/** How far is looked for what follows a word; where there is nothing but spaces it may be anything. */
export const LOOK_AHEAD = 9;
/** Words that go on with an expression or a type. */
export const CONTINUES = new Set("in instanceof as satisfies of is extends implements class".split(" "));
/** After `(`, and after `<T>(`, a value that can change begins so. */
const IN_BRACKETS = /\(\s*(?:[[{(</]|new\b)/y;
const TYPED = /<[^<>(){}[\]"'`/=]*>\s*(?=\()/y;

/** Whether the brackets that begin here, or what stands behind a type in angles, may hold a value that can change. */
export function mayHold(kind: number, text: string, start: number): boolean {
  if (kind !== Mark.openParen && kind !== Mark.less) return false;
  TYPED.lastIndex = start;
  const typed = kind === Mark.less ? TYPED.exec(text)?.[0].length : 0;
  IN_BRACKETS.lastIndex = start + (typed ?? 0);
  return typed === undefined || IN_BRACKETS.test(text);
}

const KEYWORDS = firstsAndLengths("let var using const delete static export import require module namespace global".split(" "));

export function mayBeKeyword(first: number, length: number): boolean {
  return length < 32 && KEYWORDS.has(first * 32 + length);
}

const CHANGES = firstsAndLengths([...CHANGING, ...OBJECT_CHANGING]);

export function mayChange(first: number, length: number): boolean {
  return length < 32 && CHANGES.has(first * 32 + length);
}

/** A number for the first letter and the length of each word, by which most others are told apart without being cut out. */
function firstsAndLengths(words: readonly string[]): ReadonlySet<number> {
  return new Set(words.map((word) => word.charCodeAt(0) * 32 + word.length));
}

/** Whether what is named up to here is called, or may be: type arguments, a comment or `?.` may stand between. */
export function mayCall(text: string, end: number): boolean {
  const next = text.slice(end, end + LOOK_AHEAD);
  return /^\s*[(/<?]/.test(next) || /^\s{9}/.test(next);
}
