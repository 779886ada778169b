import { Ends } from "./frames.ts";
import { Mark, Token } from "./token.ts";
import type { Tokens } from "./tokens.ts";
import { isBeforeOperand, mayBeName } from "./words.ts";

/** The token before, and what it says of a bracket behind it. */
export class Before {
  kind: number = Token.end;
  end = 0;
  readonly #text: string;
  #start = 0;
  #isMember = false;
  #isControl = false;

  constructor(text: string) {
    this.#text = text;
  }

  become({ kind, start, end, isMember, isControl }: Tokens): void {
    this.kind = kind;
    this.#start = start;
    this.end = end;
    this.#isMember = isMember;
    this.#isControl = isControl;
  }

  /** The word that it is; empty where it is none, or a member's name. */
  word(): string {
    return this.kind !== Token.word || this.#isMember ? "" : this.#text.slice(this.#start, this.end);
  }

  /** Whether an expression may end with it. */
  endsOperand(): boolean {
    return this.kind === Token.word ? !isBeforeOperand(this.word()) : ENDS_OPERAND.has(this.kind);
  }

  /** Whether parentheses behind it surely call what it ends: on a line of their own they may begin a statement. */
  isCalled(startsLine: boolean): boolean {
    if (startsLine) return false;
    if (this.kind === Token.word) return !isBeforeOperand(this.word());
    return (this.kind === Mark.closeParen && !this.#isControl) || CALLED.has(this.kind);
  }

  /** What brackets behind it are; on a line of their own they may begin a statement. */
  bracketEnds(startsLine: boolean): number {
    if (this.kind === Mark.closeParen || startsLine) return Ends.unsure;
    if (this.kind !== Token.word) return ACCESSED.has(this.kind) ? Ends.access : Ends.other;
    const word = this.word();
    return mayBeName(word) ? Ends.unsure : isBeforeOperand(word) ? Ends.other : Ends.access;
  }

  /** Whether a brace behind it begins a block that is no function's. */
  beginsBlock(): boolean {
    return (this.kind === Mark.closeParen && this.#isControl) || BLOCKS.has(this.word());
  }

  /** Whether a brace behind it surely begins a function, a class or an object. */
  beginsOther(startsLine: boolean): boolean {
    return INSIDE.has(this.kind) || (!startsLine && ON_ONE_LINE.has(this.kind));
  }
}

const ENDS_OPERAND = new Set<number>([Mark.closeParen, Mark.closeBracket, Mark.closeBrace, Token.literal]);
/** What is called where parentheses follow, and is no word. */
const CALLED = new Set<number>([Mark.closeBracket, Token.optional, Token.literal]);
const ACCESSED = new Set<number>([Mark.closeBracket, Token.optional, Token.literal, Mark.bang]);
/** After these a brace begins no block, or that of a function. */
const INSIDE = new Set<number>([Token.arrow, Token.spread, Mark.equals, Token.assign, Mark.openParen, Mark.openBracket, Mark.comma, Mark.question, "&".charCodeAt(0), "|".charCodeAt(0)]);
/** After these it is a function's, or a class's, where it stands on the same line. */
const ON_ONE_LINE = new Set<number>([Mark.closeParen, Mark.closeBracket, Mark.greater, Token.word]);
const BLOCKS = new Set("else try finally do catch".split(" "));
