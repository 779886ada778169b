import { isAscii, isUtf8 } from "node:buffer";
import type { Dialect, Extracted } from "../fact.ts";
import { lastAnchor } from "./anchors.ts";
import { Code, isDigit, Kind, KINDS, spaceWidth } from "./characters.ts";
import { blockComment, lineComment } from "./comments.ts";
import { jsx, lessThan } from "./jsx.ts";
import { number, regularExpression, string, template } from "./literals.ts";
import { breaksLine, lineEnd, type Source } from "./peek.ts";
import { expressionBegins } from "./position.ts";
import { doubt, Frame, Last, newScan, type Scan, token } from "./state.ts";
import { inUnits } from "./units.ts";
import { takeWord } from "./words.ts";

/**
 * Finds every import of a module in one pass over its tokens, as far as there can be any, without building a tree.
 * Null where the tokens alone do not tell, as a slash after `}` does not: the parser is to read that file.
 */
export function scan(code: string | Source, dialect: Dialect): Extracted | null {
  if (typeof code === "string") return scan(Buffer.from(`${code}\0`), dialect);
  const ascii = isAscii(code);
  // What is no UTF-8 is read as text reads it, with a mark for each byte that means nothing.
  if (!ascii && !isUtf8(code)) return scan(code.toString("utf8", 0, code.length - 1), dialect);
  const state = newScan(code, dialect);
  if (code[0] === 0xef && code[1] === 0xbb && code[2] === 0xbf) state.pos = 3;
  if (code[state.pos] === Code.hash && code[state.pos + 1] === Code.bang) state.pos = lineEnd(code, state.pos);
  takeUpTo(state, lastAnchor(code));
  // What was taken for markup or a template shows at its end that it was one.
  if (state.frames.some((frame) => frame > Frame.brace)) takeUpTo(state, state.end);
  // What is open at the end of all was misread somewhere; after a part of it nothing needs to be closed.
  if (!state.certain || (state.pos >= state.end && state.frames.length > 0)) return null;
  const found = { imports: state.imports.sort((a, b) => a.start - b.start), ignores: state.ignores };
  return ascii ? found : inUnits(found, code);
}

/** Takes the tokens that begin before `end`. Words and spaces, of which there are most, are looked at first. */
function takeUpTo(state: Scan, end: number): void {
  const { source } = state;
  while (state.pos < end) {
    const code = source[state.pos] ?? 0;
    if (code === Code.space) state.pos++;
    else if (KINDS[code] === Kind.word) isDigit(code) ? number(state) : takeWord(state);
    else other(state, code);
  }
}

function other(state: Scan, code: number): void {
  const width = code <= Code.space || code >= 0x80 ? spaceWidth(state.source, state.pos) : 0;
  if (width > 0) state.pos += width;
  else if (code >= 0x80) takeWord(state);
  else punctuation(state, code);
}

function punctuation(state: Scan, code: number): void {
  switch (code) {
    case Code.singleQuote:
    case Code.doubleQuote:
      return string(state);
    case Code.backtick:
      return template(state);
    case Code.slash:
      return slash(state);
    case Code.dot:
      return dot(state);
    case Code.openParen:
      return openParen(state);
    case Code.closeParen:
      return closeParen(state);
    case Code.openBrace:
      state.frames.push(Frame.brace);
      return operator(state);
    case Code.closeBrace:
      return closeBrace(state);
    case Code.closeBracket:
      return token(state, Last.operand, state.pos + 1);
    case Code.less:
      return lessThan(state);
    case Code.plus:
    case Code.minus:
      return sign(state, code);
    case Code.bang:
      return bang(state);
    case Code.backslash:
      return doubt(state);
    default:
      return operator(state);
  }
}

function operator(state: Scan): void {
  token(state, Last.operator, state.pos + 1);
}

function slash(state: Scan): void {
  const next = state.source[state.pos + 1];
  if (next === Code.slash) return lineComment(state);
  if (next === Code.star) return blockComment(state);
  const begins = expressionBegins(state);
  if (begins === null) doubt(state);
  else if (begins) regularExpression(state);
  else operator(state);
}

/** A spread of three dots is an operator; one dot makes the next word a member's name. */
function dot(state: Scan): void {
  const { source, pos } = state;
  if (source[pos + 1] === Code.dot && source[pos + 2] === Code.dot) token(state, Last.operator, pos + 3);
  else token(state, Last.dot, pos + 1);
}

function openParen(state: Scan): void {
  state.parens.push(state.last === Last.word && !state.dotted ? state.lastStart : -1);
  state.frames.push(Frame.paren);
  operator(state);
}

function closeParen(state: Scan): void {
  if (state.frames.pop() !== Frame.paren) return doubt(state);
  state.beforeParen = state.parens.pop() ?? -1;
  token(state, Last.closeParen, state.pos + 1);
}

function closeBrace(state: Scan): void {
  switch (state.frames.pop()) {
    case Frame.brace:
      return token(state, Last.closeBrace, state.pos + 1);
    case Frame.template:
      return template(state);
    case Frame.jsxCode:
      state.pos++;
      return jsx(state);
    default:
      return doubt(state);
  }
}

/** `++` and `--` leave the last token as it is: `a++ / b` divides as `a / b` does. */
function sign(state: Scan, code: number): void {
  if (state.source[state.pos + 1] === code) state.pos += 2;
  else operator(state);
}

/** TypeScript's `a!` leaves the last token as it is too; it stands on its operand's line. */
function bang(state: Scan): void {
  const { source, pos } = state;
  const negates =
    source[pos + 1] === Code.equals || state.last === Last.closeBrace || breaksLine(source, state.lastEnd, pos);
  if (negates) operator(state);
  else state.pos++;
}
