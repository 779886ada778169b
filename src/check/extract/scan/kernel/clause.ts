import { OPERAND, OPERATOR, token, WORD } from "./behind";
import { breaksLine, byteAt, CLOSE_BRACE, CLOSE_PAREN, COMMA, DOUBLE_QUOTE, EQUALS, field, isText, isWordAt, OPEN_BRACE, OPEN_PAREN, SINGLE_QUOTE, STAR } from "./bytes";
import { DOUBT, GO_ON, IMPORTS } from "./events";
import { DOTTED, END, FORM, KEYWORD, LAST, LAST_END, LAST_START, LITERAL_END, LITERAL_START, TYPE_ONLY } from "./memory";
import { skipTrivia, stringEnd, wordEnd } from "./trivia";

/** Indexes of the host's `FORMS`. */
const IMPORT: i32 = 0;
const EXPORT: i32 = 1;
const IMPORT_EQUALS: i32 = 4;
const MODULE: i32 = 6;

/** More words than any clause has. */
const MOST_WORDS: i32 = 5;

/** The clause that is read: its words, of which the first and the last count, and what else stands in it. */
let words: i32 = 0;
let firstStart: i32 = 0;
let firstEnd: i32 = 0;
let lastStart: i32 = 0;
let lastEnd: i32 = 0;
/** `type` is the name of the default import, as in `import type, { a } from "x"`. */
let firstIsDefault: bool = false;
let star: bool = false;
let listed: bool = false;
/** Of the list in braces. */
let names: i32 = 0;
let types: i32 = 0;

function isQuote(code: i32): bool {
  return code === SINGLE_QUOTE || code === DOUBLE_QUOTE;
}

/** Goes past the literal at `quote`, which `keyword` imports. */
export function record(form: i32, keyword: i32, quote: i32, typeOnly: bool): i32 {
  const end = stringEnd(quote);
  if (end < 0) return DOUBT;
  store<i32>(FORM, form);
  store<i32>(KEYWORD, keyword);
  store<i32>(LITERAL_START, quote);
  store<i32>(LITERAL_END, end);
  store<i32>(TYPE_ONLY, i32(typeOnly));
  token(OPERAND, quote, end);
  return IMPORTS;
}

/** `import` followed by anything but `(`, `.` and `<`, from its first token at `from`. */
export function importClause(keyword: i32, from: i32): i32 {
  if (isQuote(byteAt(from))) return record(IMPORT, keyword, from, false);
  words = 0;
  firstIsDefault = star = listed = false;
  let at = from;
  while (at >= 0 && words <= MOST_WORDS) {
    at = skipTrivia(at);
    const code = byteAt(at);
    if (isQuote(code)) return importFrom(keyword, at);
    if (code === EQUALS) return importEquals(keyword, at);
    if (isWordAt(at)) at = takeName(at);
    else if (code === OPEN_BRACE) at = nameList(at);
    else if (code === COMMA || code === STAR) {
      star = star || code === STAR;
      firstIsDefault = firstIsDefault || (code === COMMA && words === 1);
      at++;
    } else return DOUBT;
  }
  return DOUBT;
}

function takeName(start: i32): i32 {
  const end = wordEnd(start);
  if (words++ === 0) {
    firstStart = start;
    firstEnd = end;
  }
  lastStart = start;
  lastEnd = end;
  return end;
}

function importFrom(keyword: i32, quote: i32): i32 {
  if (words === 0 || !isText("from", lastStart, lastEnd)) return DOUBT;
  const before = words - 1;
  if (before > 0 && star && isText("defer", firstStart, firstEnd)) return DOUBT;
  const modifier = before > 0 && !firstIsDefault && (before > 1 || star || listed) && isText("type", firstStart, firstEnd);
  const onlyTypes = before === 0 && listed && names > 0 && names === types;
  return record(IMPORT, keyword, quote, modifier || onlyTypes);
}

/** `import x = require("y")`; `import x = A.B` names no module. */
function importEquals(keyword: i32, equals: i32): i32 {
  const start = skipTrivia(equals + 1);
  const end = wordEnd(start);
  const paren = skipTrivia(end);
  if (!isText("require", start, end) || byteAt(paren) !== OPEN_PAREN) {
    token(OPERATOR, equals, equals + 1);
    return GO_ON;
  }
  const quote = skipTrivia(paren + 1);
  const past = isQuote(byteAt(quote)) ? stringEnd(quote) : -1;
  const close = past < 0 ? -1 : skipTrivia(past);
  if (close < 0 || byteAt(close) !== CLOSE_PAREN) return DOUBT;
  const event = record(IMPORT_EQUALS, keyword, quote, words === 2 && isText("type", firstStart, firstEnd));
  token(OPERAND, keyword, close + 1);
  return event;
}

/** `export` with something after it at `from`; only with `from` does it name a module. */
export function exportClause(keyword: i32, from: i32): i32 {
  const typed = isText("type", from, wordEnd(from));
  const at = typed ? skipTrivia(from + 4) : from;
  const isList = byteAt(at) === OPEN_BRACE;
  const past = isList ? nameList(at) : at + 1;
  if (past < 0 || (!isList && byteAt(at) !== STAR)) return GO_ON;
  let next = skipTrivia(past);
  if (!isList && isText("as", next, wordEnd(next))) {
    const name = skipTrivia(next + 2);
    next = skipTrivia(max(isQuote(byteAt(name)) ? stringEnd(name) : wordEnd(name), name));
  }
  const end = wordEnd(next);
  const quote = skipTrivia(end);
  if (!isText("from", next, end) || !isQuote(byteAt(quote))) return GO_ON;
  return record(EXPORT, keyword, quote, typed || (isList && names > 0 && names === types));
}

/** Past `{ a, b as c, type D }`, from its brace; -1 where it is no such list. An even count of words says `type`. */
function nameList(open: i32): i32 {
  const end = field(END);
  listed = true;
  names = types = 0;
  let count = 0;
  for (let at = skipTrivia(open + 1); at < end; at = skipTrivia(at)) {
    const code = byteAt(at);
    const separates = code === COMMA || code === CLOSE_BRACE;
    if (separates && count > 0) {
      names++;
      if ((count & 1) === 0) types++;
      count = 0;
    }
    if (code === CLOSE_BRACE) return at + 1;
    const past = separates ? at + 1 : isQuote(code) ? stringEnd(at) : wordEnd(at);
    if (past <= at) return -1;
    if (!separates) count++;
    at = past;
  }
  return -1;
}

/** `declare module "x"` stands on one line, or is three words. */
export function moduleWord(keyword: i32): i32 {
  const declared = field(LAST) === WORD && field(DOTTED) === 0 && isText("declare", field(LAST_START), field(LAST_END));
  const next = skipTrivia(keyword + 6);
  if (!declared || !isQuote(byteAt(next)) || breaksLine(field(LAST_END), next)) return GO_ON;
  return record(MODULE, keyword, next, true);
}
