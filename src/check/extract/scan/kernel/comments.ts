import { settle } from "./behind";
import { byteAt, field, SLASH, STAR, startsWith } from "./bytes";
import { DOUBT, GO_ON, IGNORES, JSDOC, REFERENCES } from "./events";
import { COMMENT_END, COMMENT_START, JAVASCRIPT, LAST, POS } from "./memory";
import { blockCommentEnd, lineEnd } from "./trivia";

/** `Last` of the host, where no token stands before. */
const NOTHING: i32 = 0;

export function lineComment(start: i32): i32 {
  settle(start);
  pass(start, lineEnd(start));
  if (byteAt(start + 2) === SLASH && field(LAST) === NOTHING) return REFERENCES;
  return startsWith("keybeam-ignore", start + 3) || startsWith("keybeam-ignore", start + 2) ? IGNORES : GO_ON;
}

export function blockComment(start: i32): i32 {
  const end = blockCommentEnd(start);
  if (end < 0) return DOUBT;
  settle(start);
  pass(start, end);
  if (field(JAVASCRIPT) !== 0 && byteAt(start + 2) === STAR && holdsImport(start, end)) return JSDOC;
  return startsWith("keybeam-ignore", start + 3) ? IGNORES : GO_ON;
}

function pass(start: i32, end: i32): void {
  store<i32>(COMMENT_START, start);
  store<i32>(COMMENT_END, end);
  store<i32>(POS, end);
}

function holdsImport(start: i32, end: i32): bool {
  for (let at = start; at < end; at++) if (byteAt(at) === 0x69 && startsWith("import", at)) return true;
  return false;
}
