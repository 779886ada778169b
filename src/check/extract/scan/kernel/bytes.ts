import { COMMENT_END, KINDS, LAST_END, SOURCE } from "./memory";

/** `Code` of the host, as far as it is needed here. */
export const SPACE: i32 = 32;
export const DOUBLE_QUOTE: i32 = 34;
export const SINGLE_QUOTE: i32 = 39;
export const OPEN_PAREN: i32 = 40;
export const CLOSE_PAREN: i32 = 41;
export const STAR: i32 = 42;
export const PLUS: i32 = 43;
export const COMMA: i32 = 44;
export const MINUS: i32 = 45;
export const DOT: i32 = 46;
export const SLASH: i32 = 47;
export const LESS: i32 = 60;
export const EQUALS: i32 = 61;
export const BACKSLASH: i32 = 92;
export const CLOSE_BRACKET: i32 = 93;
export const BACKTICK: i32 = 96;
export const OPEN_BRACE: i32 = 123;
export const CLOSE_BRACE: i32 = 125;
export const BANG: i32 = 33;
export const DOLLAR: i32 = 36;
export const LINE_FEED: i32 = 10;
export const CARRIAGE_RETURN: i32 = 13;
/** The first byte of U+2028 and U+2029, with which a line may end too. */
const BREAK_LEAD: i32 = 0xe2;

export function byteAt(at: i32): i32 {
  return load<u8>(SOURCE + at);
}

export function field(address: usize): i32 {
  return load<i32>(address);
}

/** `Kind` of the host: `unsure` is the first byte either of a letter or of a wide space. */
const WORD: i32 = 1;
const UNSURE: i32 = 2;

function kindOf(code: i32): i32 {
  return load<u8>(KINDS + code);
}

/** U+85, U+A0, U+1680, U+2000 to U+200B, U+2028, U+2029, U+202F, U+205F, U+3000 and U+FEFF, by their bytes; how many those are, or 0. */
function wideSpace(at: i32): i32 {
  const first = byteAt(at);
  const second = byteAt(at + 1);
  const third = byteAt(at + 2);
  if (first === 0xc2) return second === 0x85 || second === 0xa0 ? 2 : 0;
  if (first === 0xe1) return second === 0x9a && third === 0x80 ? 3 : 0;
  if (first === 0xe2 && second === 0x80) return third <= 0x8b || third === 0xa8 || third === 0xa9 || third === 0xaf ? 3 : 0;
  if (first === 0xe2) return second === 0x81 && third === 0x9f ? 3 : 0;
  if (first === 0xe3) return second === 0x80 && third === 0x80 ? 3 : 0;
  return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
}

function isPlainSpace(code: i32): bool {
  return code === SPACE || (code >= 9 && code <= CARRIAGE_RETURN);
}

/** How many bytes the space takes that begins at `at`; 0 where there is none. */
function spaceWidth(at: i32): i32 {
  const code = byteAt(at);
  if (code < 0x80) return isPlainSpace(code) ? 1 : 0;
  return kindOf(code) === UNSURE ? wideSpace(at) : 0;
}

export function pastSpaces(from: i32): i32 {
  let at = from;
  for (let width = spaceWidth(at); width > 0; width = spaceWidth(at)) at += width;
  return at;
}

/** How many bytes the space takes that ends before `at`. */
function spaceWidthBefore(at: i32): i32 {
  const code = byteAt(at - 1);
  if (code < 0x80) return isPlainSpace(code) ? 1 : 0;
  if (wideSpace(at - 2) === 2) return 2;
  return wideSpace(at - 3) === 3 ? 3 : 0;
}

/** Whether a byte of a word stands at `at`. */
export function isWordAt(at: i32): bool {
  const kind = kindOf(byteAt(at));
  return kind === WORD || (kind === UNSURE && wideSpace(at) === 0);
}

/** Whether the byte before `at` is of a word. */
export function isWordBefore(at: i32): bool {
  const code = byteAt(at - 1);
  return code < 0x80 ? kindOf(code) === WORD : spaceWidthBefore(at) === 0;
}

export function isDigit(code: i32): bool {
  return code >= 48 && code <= 57;
}

export function isBreakAt(at: i32): bool {
  const code = byteAt(at);
  if (code === LINE_FEED || code === CARRIAGE_RETURN) return true;
  return code === BREAK_LEAD && byteAt(at + 1) === 0x80 && (byteAt(at + 2) & 0xfe) === 0xa8;
}

export function breaksLine(from: i32, to: i32): bool {
  for (let at = from; at < to; at++) if (isBreakAt(at)) return true;
  return false;
}

/** Whether the ASCII text stands at `at`. */
export function startsWith(text: string, at: i32): bool {
  for (let index = 0; index < text.length; index++) if (byteAt(at + index) !== text.charCodeAt(index)) return false;
  return true;
}

/** Whether the ASCII text is what stands from `from` to `to`. */
export function isText(text: string, from: i32, to: i32): bool {
  return to - from === text.length && startsWith(text, from);
}

/** The offset past what stands before `from`, spaces and comments left out; no token before the last known one is looked at. */
export function endBefore(from: i32): i32 {
  const lastEnd = field(LAST_END);
  const commentEnd = field(COMMENT_END);
  let at = from;
  while (at > lastEnd) {
    if (at === commentEnd) return lastEnd;
    const width = spaceWidthBefore(at);
    if (width === 0) return at;
    at -= width;
  }
  return at;
}
