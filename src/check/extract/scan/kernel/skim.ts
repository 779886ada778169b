import { CLOSED_BRACE, CLOSED_PAREN, DOT_TOKEN, OPERAND, OPERATOR, settle, token, WORD } from "./behind";
import { BACKSLASH, BACKTICK, byteAt, CLOSE_BRACE, CLOSE_PAREN, DOLLAR, DOT, DOUBLE_QUOTE, endBefore, field, isWordAt, isWordBefore, LESS, OPEN_BRACE, OPEN_PAREN, pastSpaces, SINGLE_QUOTE, SLASH, STAR, startsWith } from "./bytes";
import { exportClause, importClause, moduleWord } from "./clause";
import { blockComment, lineComment } from "./comments";
import { DONE, DOUBT, GO_ON, LESS_MET, MARKUP, SLASH_MET, WORD_MET } from "./events";
import { BEFORE_PAREN, DEEPEST, DEPTH, DOTTED, END, FRAMES, LAST, LAST_END, LAST_START, PAREN_WORDS, PARENS, POS, STOPS } from "./memory";
import { skipTrivia, stringEnd, wordEnd } from "./trivia";

/** `Stop` of the host. */
const LETTER: i32 = 1;

/** `Frame` of the host. */
const PAREN: i32 = 0;
const BRACE: i32 = 1;
const TEMPLATE: i32 = 2;
const JSX_CODE: i32 = 5;

/** Passes what begins before `end`: words, strings, comments, brackets, and the statements that import. */
export function skim(end: i32): i32 {
  for (let at = field(POS); at < end; at = field(POS)) {
    let stop: i32 = load<u8>(STOPS + byteAt(at));
    let start = -1;
    while (stop <= LETTER) {
      if (stop === LETTER) start = wordAround(at);
      if (start >= 0) break;
      stop = load<u8>(STOPS + byteAt(++at));
    }
    if (at >= end) break;
    const place = start < 0 ? at : start;
    store<i32>(POS, place);
    const event = start < 0 ? mark(at, byteAt(at)) : takeWord(start);
    if (event !== GO_ON) return event;
  }
  if (field(POS) < end) store<i32>(POS, end);
  return DONE;
}

/** The host wants to know what stood before. */
function meet(event: i32, at: i32): i32 {
  settle(at);
  return event;
}

/** Takes a word that may import, as far as it is a statement; calls are the host's. A member's name is none. */
function takeWord(start: i32): i32 {
  settle(start);
  const dotted = field(LAST) === DOT_TOKEN;
  if (dotted) return skipWord(start, GO_ON, dotted);
  const first = byteAt(start);
  if (first === 0x65) return skipWord(start, exportClause(start, skipTrivia(start + 6)));
  if (startsWith("mo", start)) return skipWord(start, moduleWord(start));
  if (!startsWith("im", start)) return WORD_MET;
  const next = skipTrivia(start + 6);
  const code = byteAt(next);
  if (code === OPEN_PAREN || code === DOT || code === LESS) return WORD_MET;
  const isClause = code === DOUBLE_QUOTE || code === SINGLE_QUOTE || code === OPEN_BRACE || code === STAR || isWordAt(next);
  return isClause ? importClause(start, next) : skipWord(start, GO_ON);
}

/** Goes past the word where it was not taken. */
function skipWord(start: i32, event: i32, dotted: bool = false): i32 {
  if (event !== GO_ON || field(POS) !== start) return event;
  token(WORD, start, wordEnd(start));
  store<i32>(DOTTED, i32(dotted));
  return event;
}

/** Where the word begins of which a letter stands at `at`, its rarest; -1 where it is none that may import. */
function wordAround(at: i32): i32 {
  switch (byteAt(at)) {
    case 0x70:
      return importOrProcess(at);
    case 0x78:
      return mayReexport(at + 5) ? wordFrom("export", at - 1) : -1;
    case 0x71:
      return wordFrom("require", at - 2);
    case 0x75:
      return wordFrom("module", at - 3);
    case 0x77:
      return mayName(at + 1) ? wordFrom("new", at - 2) : -1;
    case 0x6a:
      return wordFrom("jest", at);
    default:
      return wordFrom("vi", at);
  }
}

function importOrProcess(at: i32): i32 {
  const start = wordFrom("import", at - 2);
  return start < 0 ? wordFrom("process", at) : start;
}

/** Whether what follows `export` may name a module: `{`, `*` and `type` do, and a comment hides what does. */
function mayReexport(from: i32): bool {
  const at = pastSpaces(from);
  const code = byteAt(at);
  return code === OPEN_BRACE || code === STAR || code === SLASH || code >= 0x80 || startsWith("type", at);
}

/** The same of what follows `new`: `URL`, `Worker` and `SharedWorker` do. */
function mayName(from: i32): bool {
  const code = byteAt(pastSpaces(from));
  return code === 0x55 || code === 0x57 || code === 0x53 || code === SLASH || code >= 0x80;
}

function wordFrom(word: string, start: i32): i32 {
  const lastEnd = field(LAST_END);
  if (start < lastEnd || !startsWith(word, start) || isWordAt(start + word.length)) return -1;
  return start > lastEnd && isWordBefore(start) ? -1 : start;
}

function mark(at: i32, code: i32): i32 {
  switch (code) {
    case SINGLE_QUOTE:
    case DOUBLE_QUOTE:
      return quoted(at);
    case BACKTICK:
      return template(at);
    case SLASH:
      return slash(at);
    case OPEN_PAREN:
      return openParen(at);
    case CLOSE_PAREN:
      return closeParen(at);
    case OPEN_BRACE:
      return open(BRACE, at, at + 1);
    case CLOSE_BRACE:
      return closeBrace(at);
    case LESS:
      return meet(LESS_MET, at);
    case BACKSLASH:
      return DOUBT;
    default:
      return pass(OPERATOR, at, at + 1);
  }
}

function pass(last: i32, start: i32, end: i32): i32 {
  token(last, start, end);
  return GO_ON;
}

function slash(at: i32): i32 {
  const next = byteAt(at + 1);
  if (next === SLASH) return lineComment(at);
  return next === STAR ? blockComment(at) : meet(SLASH_MET, at);
}

/** A string ends before its line does, or was none. */
function quoted(at: i32): i32 {
  const end = stringEnd(at);
  return end < 0 ? DOUBT : pass(OPERAND, at, end);
}

/** Passes a template from its backtick, or from the `}` of a hole, up to its end or the next hole. */
function template(at: i32): i32 {
  const end = field(END);
  for (let pos = at + 1; pos < end; pos++) {
    const code = byteAt(pos);
    if (code === BACKTICK) return pass(OPERAND, at, pos + 1);
    if (code === BACKSLASH) pos++;
    else if (code === DOLLAR && byteAt(pos + 1) === OPEN_BRACE) return open(TEMPLATE, at, pos + 2);
  }
  return DOUBT;
}

/** Opens a frame with the token that ends at `end`. */
function open(frame: i32, at: i32, end: i32): i32 {
  const depth = field(DEPTH);
  if (depth === DEEPEST) return DOUBT;
  store<u8>(FRAMES + depth, <u8>frame);
  store<i32>(DEPTH, depth + 1);
  return pass(OPERATOR, at, end);
}

/** The frame that ends here; -1 where none is open. */
function close(): i32 {
  const depth = field(DEPTH) - 1;
  if (depth < 0) return -1;
  store<i32>(DEPTH, depth);
  return load<u8>(FRAMES + depth);
}

function openParen(at: i32): i32 {
  const parens = field(PARENS);
  if (parens === DEEPEST) return DOUBT;
  const mayControl = endsControlWord(byteAt(endBefore(at) - 1));
  if (mayControl) settle(at);
  store<i32>(PAREN_WORDS + 4 * parens, mayControl && field(LAST) === WORD && field(DOTTED) === 0 ? field(LAST_START) : -1);
  store<i32>(PARENS, parens + 1);
  return open(PAREN, at, at + 1);
}

/** With what `if`, `while`, `for`, `with` and `await` end, after whose parens an expression may begin. */
function endsControlWord(code: i32): bool {
  return code === 0x66 || code === 0x65 || code === 0x72 || code === 0x68 || code === 0x74;
}

function closeParen(at: i32): i32 {
  if (close() !== PAREN) return DOUBT;
  const parens = field(PARENS) - 1;
  store<i32>(PARENS, parens);
  store<i32>(BEFORE_PAREN, load<i32>(PAREN_WORDS + 4 * parens));
  return pass(CLOSED_PAREN, at, at + 1);
}

function closeBrace(at: i32): i32 {
  const frame = close();
  if (frame === BRACE) return pass(CLOSED_BRACE, at, at + 1);
  if (frame === TEMPLATE) return template(at);
  return frame === JSX_CODE ? MARKUP : DOUBT;
}
