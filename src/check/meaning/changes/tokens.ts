import { Mark, Token } from "./token.ts";
import { type Expects, expectedAfter, isControl } from "./words.ts";

const Class = { other: 0, space: 1, line: 2, word: 3, quote: 4, wide: 5 } as const;
const CLASSES = new Uint8Array(128);
for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$#") CLASSES[char.charCodeAt(0)] = Class.word;
for (const char of " \t\v\f") CLASSES[char.charCodeAt(0)] = Class.space;
for (const char of "\n\r") CLASSES[char.charCodeAt(0)] = Class.line;
for (const char of "'\"") CLASSES[char.charCodeAt(0)] = Class.quote;

const BACKSLASH = 92;
const BACKTICK = 96;
const STAR = 42;
const DOLLAR = 36;

/**
 * The tokens of a text, one after the other, without a tree. Where the tokens alone do not tell what something is, as of a slash after `}`, and
 * where brackets do not match, it is in doubt, and ends.
 */
export class Tokens {
  readonly text: string;
  kind: number = Token.end;
  start = 0;
  end = 0;
  /** Whether there may be a line break before it. */
  startsLine = true;
  certain = true;
  /** Of a word: whether it is the name of a member. */
  isMember = false;
  /** Of a closing bracket: where its opening one stands. */
  open = 0;
  /** Of a closing parenthesis: whether a word such as `if` stands before the opening one. */
  isControl = false;
  depth = 0;
  readonly #opens: number[] = [];
  readonly #kinds: number[] = [];
  readonly #mayBeMarkup: boolean;
  #isInTemplate = false;
  /** Where the last word begins that follows `for`. */
  #afterFor = -1;
  /** Of a `!`: whether it stands behind an operand, or may. */
  #bang: Expects = "operand";

  constructor(text: string, mayBeMarkup: boolean) {
    this.text = text;
    this.#mayBeMarkup = mayBeMarkup;
    if (text.startsWith("#!")) this.end = Math.max(0, text.indexOf("\n"));
  }

  /** Goes to the next token; false at the end, and in doubt. */
  next(): boolean {
    if (this.#isInTemplate) return this.#template(this.end);
    const { text } = this;
    this.startsLine = this.start === this.end;
    for (let at = this.end; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? CLASSES[code] : isWideSpace(code) ? Class.wide : Class.word;
      if (kind === Class.space) continue;
      // Words that are cut out of the text later would not end at such a space.
      if (kind === Class.wide && at > 0) return this.#doubt();
      if (kind === Class.line || kind === Class.wide) this.startsLine = true;
      else if (kind === Class.word) return this.#word(at);
      else if (kind === Class.quote) return this.#string(at, code);
      else if (code === Mark.slash && isCommentMark(text.charCodeAt(at + 1))) at = this.#comment(at);
      else return this.#mark(at, code);
    }
    return this.#finish();
  }

  /** The text of the token. */
  word(): string {
    return this.text.slice(this.start, this.end);
  }

  /** What may come after the token that was read last. */
  expects(): Expects {
    switch (this.kind) {
      case Token.word:
        return expectedAfter(this.word(), this.isMember);
      case Mark.closeParen:
        return this.isControl ? "operand" : "operator";
      case Token.literal:
      case Mark.closeBracket:
        return "operator";
      case Mark.closeBrace:
      case Mark.greater:
      case Token.atLeast:
      case Token.step:
        return "unsure";
      case Mark.bang:
        return this.#bang;
      default:
        return "operand";
    }
  }

  #finish(): false {
    this.kind = Token.end;
    if (this.depth > 0) this.certain = false;
    return false;
  }

  #doubt(): false {
    this.certain = false;
    this.kind = Token.end;
    return false;
  }

  #give(kind: number, start: number, end: number): true {
    this.kind = kind;
    this.start = start;
    this.end = end;
    return true;
  }

  #word(start: number): true {
    const { text } = this;
    let end = wordEnd(text, start + 1);
    // The point of `1.` is the number's.
    if (text.charCodeAt(end) === Mark.dot && isDigit(text.charCodeAt(start)) && DECIMAL.test(text.slice(start, end))) end = wordEnd(text, end + 1);
    if (this.kind === Token.word && this.end - this.start === 3 && this.text.startsWith("for", this.start)) this.#afterFor = start;
    this.isMember = this.kind === Mark.dot || this.kind === Token.optional;
    return this.#give(Token.word, start, end);
  }

  /** Past a comment; what is not ended goes to the end. Whether it breaks the line is not looked at. */
  #comment(at: number): number {
    const isBlock = this.text.charCodeAt(at + 1) === STAR;
    if (isBlock) this.startsLine = true;
    const end = isBlock ? this.text.indexOf("*/", at + 2) + 1 : lineEnd(this.text, at);
    return end <= 0 ? this.text.length : isBlock ? end : end - 1;
  }

  #string(start: number, quote: number): boolean {
    const { text } = this;
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) return this.#give(Token.literal, start, at + 1);
      if (code === BACKSLASH) at++;
      else if (code === 10 || code === 13) break;
    }
    return this.#doubt();
  }

  /** A template from its backtick, or from the end of a hole, to its end or to the next hole. */
  #template(start: number): boolean {
    const { text } = this;
    this.#isInTemplate = false;
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKTICK) return this.#give(Token.literal, start, at + 1);
      if (code === BACKSLASH) at++;
      else if (code === DOLLAR && text.charCodeAt(at + 1) === Mark.openBrace) return this.#push(Token.hole, start, at + 2);
    }
    return this.#doubt();
  }

  #mark(at: number, code: number): boolean {
    switch (code) {
      case BACKTICK:
        return this.#template(at + 1);
      case Mark.slash:
        return this.#slash(at);
      case Mark.openParen:
      case Mark.openBracket:
      case Mark.openBrace:
        return this.#push(code, at, at + 1);
      case Mark.closeParen:
        return this.#pop(Mark.openParen, code, at);
      case Mark.closeBracket:
        return this.#pop(Mark.openBracket, code, at);
      case Mark.closeBrace:
        return this.#kinds[this.depth - 1] === Token.hole ? this.#endHole(at) : this.#pop(Mark.openBrace, code, at);
      case BACKSLASH:
        return this.#doubt();
      case Mark.less:
        return this.#mayBeMarkup && (this.startsLine || this.expects() !== "operator") ? this.#doubt() : this.#operator(at, code);
      case Mark.dot:
        return this.text.startsWith("...", at) ? this.#give(Token.spread, at, at + 3) : this.#give(code, at, at + 1);
      default:
        return this.#operator(at, code);
    }
  }

  #push(kind: number, start: number, end: number): true {
    const isControl = kind === Mark.openParen && this.kind === Token.word && !this.isMember && this.#controls();
    // The sign of a control word: no bracket stands before the text.
    this.#opens[this.depth] = isControl ? -1 - start : start;
    this.#kinds[this.depth++] = kind;
    return this.#give(kind, start, end);
  }

  /** `for await (` too. */
  #controls(): boolean {
    return isControl(this.word()) || (this.#afterFor === this.start && this.text.startsWith("await", this.start));
  }

  #pop(wanted: number, kind: number, at: number): boolean {
    if (this.depth === 0 || this.#kinds[--this.depth] !== wanted) return this.#doubt();
    const open = this.#opens[this.depth] ?? 0;
    this.isControl = open < 0;
    this.open = open < 0 ? -1 - open : open;
    return this.#give(kind, at, at + 1);
  }

  #endHole(at: number): true {
    this.depth--;
    this.#isInTemplate = true;
    return this.#give(Token.holeEnd, at, at + 1);
  }

  #slash(at: number): boolean {
    const expected = this.expects();
    // A statement may have ended on the line before.
    if (expected === "unsure" || (this.startsLine && expected !== "operand")) return this.#doubt();
    return expected === "operand" ? this.#expression(at) : this.#operator(at, Mark.slash);
  }

  /** A regular expression. */
  #expression(start: number): boolean {
    const { text } = this;
    let isInClass = false;
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) break;
      if (code === BACKSLASH) at++;
      else if (code === Mark.openBracket) isInClass = true;
      else if (code === Mark.closeBracket) isInClass = false;
      else if (code === Mark.slash && !isInClass) {
        this.#word(at);
        return this.#give(Token.literal, start, this.end);
      }
    }
    return this.#doubt();
  }

  #operator(at: number, code: number): true {
    const { text } = this;
    const next = text.charCodeAt(at + 1);
    if (code === Mark.equals && next === Mark.greater) return this.#give(Token.arrow, at, at + 2);
    if ((code === 43 || code === 45) && next === code) return this.#give(Token.step, at, at + 2);
    if (code === Mark.question && next === Mark.dot && !isDigit(text.charCodeAt(at + 2))) return this.#give(Token.optional, at, at + 2);
    if (code === Mark.bang && next !== Mark.equals) this.#bang = this.expects() === "operand" ? "operand" : this.startsLine || this.expects() === "unsure" ? "unsure" : "operator";
    return ASSIGNABLE.has(code) ? this.#assignment(at, code) : this.#give(code, at, at + 1);
  }

  /** `=`, `+=`, `>>>=`, `??=`; and what looks so and compares. */
  #assignment(at: number, code: number): true {
    const { text } = this;
    let end = at + 1;
    while (text.charCodeAt(end) === code && end < at + 3) end++;
    const isTwice = end > at + 1;
    if (code === Mark.equals) return isTwice ? this.#give(STAR, at, end) : this.#give(Mark.equals, at, at + 1);
    // `<<` begins no markup.
    if (text.charCodeAt(end) !== Mark.equals) return this.#give(code, at, code === Mark.less ? end : at + 1);
    // The end of a type before an arrow: `>=> `.
    if (code === Mark.greater && text.charCodeAt(end + 1) === Mark.greater) return this.#give(code, at, at + 1);
    const isCompared = code === Mark.bang || (!isTwice && (code === Mark.less || code === Mark.greater));
    if (!isCompared) return this.#give(Token.assign, at, end + 1);
    return code === Mark.greater ? this.#give(Token.atLeast, at, end + 1) : this.#give(STAR, at, text.charCodeAt(end + 1) === Mark.equals ? end + 2 : end + 1);
  }
}

const ASSIGNABLE = new Set([..."=+-*/%<>&|^?!"].map((char) => char.charCodeAt(0)));

const DECIMAL = /^[\d_]+$/;

/** The end of a word that goes on from here. */
function wordEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 ? CLASSES[code] !== Class.word : isWideSpace(code)) return at;
  }
  return text.length;
}

function isCommentMark(code: number): boolean {
  return code === Mark.slash || code === STAR;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWideSpace(code: number): boolean {
  return code >= 128 && (code === 0x85 || code === 0xfeff || /\s/.test(String.fromCharCode(code)) || code === 0x200b);
}

/** A line ends with CR and with U+2028 and U+2029 too. */
function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13 || code === 0x2028 || code === 0x2029) return at;
  }
  return text.length;
}
