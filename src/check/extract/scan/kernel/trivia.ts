import { BACKSLASH, byteAt, CARRIAGE_RETURN, field, isBreakAt, isWordAt, LINE_FEED, pastSpaces, SLASH, STAR } from "./bytes";
import { END } from "./memory";

/** The offset of the line break that ends the line, or the end. */
export function lineEnd(from: i32): i32 {
  const end = field(END);
  let at = from;
  while (at < end && !isBreakAt(at)) at++;
  return at;
}

/** The offset past the comment that begins here, or -1 where it never ends. Looks at every other byte, for its end has two. */
export function blockCommentEnd(from: i32): i32 {
  const end = field(END);
  for (let at = from + 3; at < end; at += 2) {
    const code = byteAt(at);
    if (code === SLASH && byteAt(at - 1) === STAR) return at + 1;
    if (code === STAR && byteAt(at + 1) === SLASH) return at + 2;
  }
  return -1;
}

/** The offset of the next token: past spaces and comments. The end where there is none. */
export function skipTrivia(from: i32): i32 {
  const end = field(END);
  let at = pastSpaces(from);
  while (at < end && byteAt(at) === SLASH) {
    const next = byteAt(at + 1);
    if (next !== SLASH && next !== STAR) break;
    const past = next === SLASH ? lineEnd(at) : blockCommentEnd(at);
    if (past < 0) return end;
    at = pastSpaces(past);
  }
  return min(at, end);
}

/** The offset past the string that begins here, or -1 where its line ends first. */
export function stringEnd(from: i32): i32 {
  const end = field(END);
  const quote = byteAt(from);
  for (let at = from + 1; at < end; at++) {
    const code = byteAt(at);
    if (code === quote) return at + 1;
    if (code === BACKSLASH) at += byteAt(at + 1) === CARRIAGE_RETURN && byteAt(at + 2) === LINE_FEED ? 2 : 1;
    else if (code === LINE_FEED || code === CARRIAGE_RETURN) return -1;
  }
  return -1;
}

export function wordEnd(from: i32): i32 {
  let at = from;
  while (isWordAt(at)) at++;
  return at;
}
