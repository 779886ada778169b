import { BANG, breaksLine, byteAt, CLOSE_BRACKET, DOT, endBefore, field, isDigit, isWordBefore, MINUS, PLUS } from "./bytes";
import { DOTTED, LAST, LAST_END, LAST_START, POS } from "./memory";

/** `Last` of the host. */
export const WORD: i32 = 1;
export const OPERAND: i32 = 2;
export const DOT_TOKEN: i32 = 3;
export const CLOSED_PAREN: i32 = 4;
export const CLOSED_BRACE: i32 = 5;
export const OPERATOR: i32 = 6;

export function setLast(last: i32, start: i32, end: i32): void {
  store<i32>(LAST, last);
  store<i32>(LAST_START, start);
  store<i32>(LAST_END, end);
  store<i32>(DOTTED, 0);
}

/** Takes the bytes from the place to `end` as one token. */
export function token(last: i32, start: i32, end: i32): void {
  setLast(last, start, end);
  store<i32>(POS, end);
}

/**
 * Makes the last token before `from` known. Words, numbers and most operators are skimmed over; which of them stood last is seen from behind,
 * and only where something asks for it. Nothing before the end of the last known token is looked at.
 */
export function settle(from: i32): void {
  let banged = false;
  let at = endBefore(from);
  while (at > field(LAST_END)) {
    const code = byteAt(at - 1);
    const before = leavesLast(at, code);
    if (before < 0) return take(at, code);
    if (code === BANG && breaksLine(before, at - 1)) return setLast(OPERATOR, at - 1, at);
    banged = banged || code === BANG;
    at = before;
  }
  if (banged && field(LAST) === CLOSED_BRACE) setLast(OPERATOR, at, at);
}

/**
 * Where the token before ends, if what ends at `at` leaves it the last one: `a++ / b` divides as `a / b` does, and so does TypeScript's `a! / b`,
 * where the `!` stands on its operand's line. -1 where it does not.
 */
function leavesLast(at: i32, code: i32): i32 {
  if (code === BANG) return endBefore(at - 1);
  if (code !== PLUS && code !== MINUS) return -1;
  const first = runStart(at, code);
  return ((at - first) & 1) === 0 ? endBefore(first) : -1;
}

/** Takes what ends at `at` as the last token. */
function take(at: i32, code: i32): void {
  if (code === CLOSE_BRACKET) setLast(OPERAND, at - 1, at);
  else if (code === DOT) setLast(dotsBefore(at), at - 1, at);
  else if (isWordBefore(at)) takeWord(at);
  else setLast(OPERATOR, at - 1, at);
}

function takeWord(at: i32): void {
  const start = wordStart(at);
  const before = endBefore(start);
  const isNumber = isDigit(byteAt(start));
  const follows = before > field(LAST_END) ? lastAt(before) : field(LAST);
  const dotted = !isNumber && follows === DOT_TOKEN;
  setLast(isNumber ? OPERAND : WORD, start, at);
  store<i32>(DOTTED, i32(dotted));
}

/** What ends at `at`, as far as it is a dot. */
function lastAt(at: i32): i32 {
  return byteAt(at - 1) === DOT ? dotsBefore(at) : OPERATOR;
}

/** A spread of three dots is an operator; one dot makes the next word a member's name, unless it ends a number. */
function dotsBefore(at: i32): i32 {
  const first = runStart(at, DOT);
  const count = (at - first) % 3;
  if (count === 0) return OPERATOR;
  const endsNumber = count === 1 && first > field(LAST_END) && isDigit(byteAt(wordStart(first)));
  return endsNumber ? OPERAND : DOT_TOKEN;
}

/** Where the equal bytes begin that end at `at`. */
function runStart(at: i32, code: i32): i32 {
  const lastEnd = field(LAST_END);
  let first = at - 1;
  while (first > lastEnd && byteAt(first - 1) === code) first--;
  return first;
}

function wordStart(at: i32): i32 {
  const lastEnd = field(LAST_END);
  let start = at;
  while (start > lastEnd && isWordBefore(start)) start--;
  return start;
}
