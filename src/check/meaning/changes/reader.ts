import { CHANGING, OBJECT_CHANGING } from "../changing.ts";
import { Before } from "./before.ts";
import { copyFrame, Ends, type Frame, List, newFrame } from "./frames.ts";
import { CONTINUES, LOOK_AHEAD, mayBeKeyword, mayCall, mayChange } from "./marks.ts";
import { Names } from "./names.ts";
import { Mark, Token } from "./token.ts";
import { Tokens } from "./tokens.ts";
import { access, type Chain, copyChain, newChain, Root, span, step, Written } from "./written.ts";

/** What the rules of state depend on in a text: which names it declares for as long as the module lives, which it imports, and which it changes. */
export class Reader {
  readonly names: Names;
  readonly written: Written;

  readonly #text: string;
  readonly #tokens: Tokens;
  readonly #frame: Frame = newFrame();
  readonly #frames: Frame[] = [];
  readonly #chain: Chain = newChain();
  readonly #before: Before;
  #isSure = true;
  /** The next name is what `delete`, `++` or `Object.assign(` changes. */
  #changesNext = false;
  #changesMember = false;
  #closedFrom = 0;
  #isImport = false;
  #importDepth = 0;
  #isNamespace = false;
  #keywordAt = -1;
  #keywordDepth = 0;

  constructor(text: string, mayBeMarkup: boolean) {
    this.#text = text;
    this.#tokens = new Tokens(text, mayBeMarkup);
    this.#before = new Before(text);
    this.names = new Names(text);
    this.written = new Written(text);
  }

  /** False where the tokens alone do not tell. */
  read(): boolean {
    const tokens = this.#tokens;
    while (tokens.next()) {
      this.names.see(tokens);
      this.#take();
      this.#before.become(tokens);
    }
    return this.#isSure && tokens.certain && this.written.isWhole;
  }

  #take(): void {
    switch (this.#tokens.kind) {
      case Token.word:
        return this.#word();
      case Mark.dot:
      case Token.optional:
      case Mark.bang:
        return;
      case Mark.openParen:
        return this.#openParen();
      case Mark.openBracket:
        return this.#openBracket();
      case Mark.openBrace:
        return this.#openBrace();
      case Token.hole:
        return this.#enter(Ends.other, false, true);
      case Mark.closeParen:
      case Mark.closeBracket:
      case Mark.closeBrace:
      case Token.holeEnd:
        return this.#close();
      case Mark.equals:
        return this.#equals();
      default:
        return this.#operator();
    }
  }

  #operator(): void {
    const frame = this.#frame;
    switch (this.#tokens.kind) {
      case Token.assign:
        this.#expectValue();
        if (frame.serves) this.written.add(this.#chain);
        break;
      case Token.atLeast:
        this.#expectValue();
        break;
      case Token.step:
        if (frame.serves) this.written.add(this.#chain);
        this.#changesNext = frame.serves;
        break;
      case Token.arrow:
        frame.serves = true;
        break;
      case Mark.comma:
        this.#changesNext = false;
        frame.wantsName = frame.list !== List.none;
        break;
      case Mark.semicolon:
        this.#statementEnds();
        break;
      case Token.literal:
        this.#isImport = false;
    }
    this.#chain.from = -1;
  }

  #statementEnds(): void {
    const frame = this.#frame;
    this.#changesNext = false;
    frame.list = List.none;
    frame.wantsName = false;
    frame.serves = frame.servesFirst;
    this.#isImport = false;
    this.#isNamespace = false;
  }

  #equals(): void {
    const frame = this.#frame;
    this.#isNamespace = false;
    this.#expectValue();
    // A first value too: whether the list that begins with `let` still goes on is not always sure.
    if (frame.serves) {
      const isPattern = this.#before.kind === Mark.closeBrace || (this.#before.kind === Mark.closeBracket && this.#chain.from < 0);
      if (isPattern) this.written.addPattern(this.#closedFrom, this.#before.end);
      else this.written.add(this.#chain);
    }
    this.#chain.from = -1;
  }

  #expectValue(): void {
    if (this.#frame.list === List.constants) this.names.valueBegins();
  }

  #word(): void {
    const tokens = this.#tokens;
    const frame = this.#frame;
    if (tokens.isMember) return this.#member();
    if (frame.declares && tokens.startsLine && !frame.wantsName) this.#lineBegins();
    this.#changesMember = this.#changesNext;
    this.#changesNext = false;
    if (this.#changesMember) this.written.addName(tokens.word());
    if (frame.wantsName) this.#named(tokens.start, tokens.end);
    if (this.#isImport && tokens.depth === this.#importDepth) this.names.addImported(tokens.word(), this.#before.word() === "as");
    if (mayBeKeyword(this.#text.charCodeAt(tokens.start), tokens.end - tokens.start)) this.#keyword(tokens.word());
    span(this.#chain, tokens.start, tokens.end, Root.name);
  }

  #member(): void {
    const { start, end } = this.#tokens;
    const chain = this.#chain;
    if (chain.from < 0) return;
    if (chain.memberFrom < 0 && this.#changesMember) this.written.members.add(this.#tokens.word());
    step(chain, start, end);
    if (!this.#frame.serves || !mayChange(this.#text.charCodeAt(start), end - start) || !mayCall(this.#text, end)) return;
    const name = this.#tokens.word();
    if (CHANGING.has(name)) this.written.add(chain);
    if (!OBJECT_CHANGING.has(name) || this.#text.slice(chain.from, chain.to) !== "Object") return;
    this.#changesNext = true;
    // Type arguments, or something else, come before what is changed.
    if (!/^\s*\(/.test(this.#text.slice(end, end + LOOK_AHEAD))) this.#isSure = false;
  }

  #named(from: number, to: number): void {
    const frame = this.#frame;
    // A variable that is named as its own keyword: where the next one is declared, the tokens do not tell.
    if (/\blet\b/.test(this.#text.slice(from, to))) this.#isSure = false;
    if (frame.list === List.variables) this.names.addVariables(from, to);
    else this.names.addConstants(from, to);
    frame.wantsName = false;
  }

  /** A word that follows an operand on another line begins a statement. */
  #lineBegins(): void {
    const frame = this.#frame;
    if (frame.list === List.none && frame.serves === frame.servesFirst) return;
    if (this.#before.endsOperand() && !CONTINUES.has(this.#tokens.word())) this.#statementEnds();
  }

  /** Takes a word by which something is declared, imported or deleted. */
  #keyword(word: string): void {
    const { end } = this.#tokens;
    switch (word) {
      case "let":
        if (this.#isImport) this.#isSure = false;
        return this.#listBegins(List.variables);
      case "var":
        return this.#listBegins(List.variables);
      case "using":
        // It may declare, and may be a name.
        this.#isSure = false;
        return;
      case "const":
        return this.#const();
      case "delete":
        this.#changesNext = this.#frame.serves;
        return;
      case "static":
        return this.names.staticBegins(end);
      case "export":
        return this.#frame.declares ? this.#statementEnds() : undefined;
      case "import":
        this.#isImport = !/^\s*[(.]/.test(this.#text.slice(end, end + LOOK_AHEAD));
        this.#importDepth = this.#tokens.depth;
        return this.#required(end);
      case "require":
        return this.#required(end);
      case "module":
      case "namespace":
      case "global":
        this.#isNamespace = this.#frame.declares;
    }
  }

  /** Of `as const`, `<const>x` and `<const T>` nothing begins. */
  #const(): void {
    const isAsserted = this.#before.word() === "as";
    if (isAsserted && this.#tokens.startsLine) this.#isSure = false;
    if (!isAsserted && this.#before.kind !== Mark.less) this.#listBegins(List.constants);
  }

  #listBegins(list: number): void {
    const frame = this.#frame;
    this.#keywordAt = this.#tokens.start;
    this.#keywordDepth = this.#tokens.depth;
    if (!frame.declares) return;
    this.#statementEnds();
    frame.list = list;
    if (list === List.constants) this.names.constantsBegin();
    frame.wantsName = true;
  }

  #required(end: number): void {
    const { depth, start } = this.#tokens;
    if (!mayCall(this.#text, end)) return;
    if (!GIVES.has(this.#before.kind) && this.#before.word() !== "await") return;
    if (this.#keywordAt >= 0) this.names.addRequired(this.#keywordAt, start, this.#keywordDepth === depth);
  }

  #enter(ends: number, declares: boolean, serves: boolean): void {
    const frame = this.#frame;
    const depth = this.#tokens.depth - 1;
    const before = this.#frames[depth] ?? newFrame();
    this.#frames[depth] = before;
    copyFrame(frame, before);
    copyChain(this.#chain, before.chain);
    before.ends = ends;
    frame.declares &&= declares;
    frame.serves ||= serves;
    frame.servesFirst = frame.serves;
    frame.list = List.none;
    frame.wantsName = false;
    this.#chain.from = -1;
  }

  #openParen(): void {
    const { declares } = this.#frame;
    this.#isNamespace = false;
    this.#enter(this.#before.isCalled(this.#tokens.startsLine) ? Ends.call : Ends.other, true, true);
    if (this.#before.word() !== "catch" || !declares) return;
    this.#frame.list = List.variables;
    this.#frame.wantsName = true;
  }

  #openBracket(): void {
    this.#enter(this.#frame.wantsName ? Ends.names : this.#before.bracketEnds(this.#tokens.startsLine), true, false);
  }

  #openBrace(): void {
    const ends = this.#isImport ? Ends.imports : this.#frame.wantsName ? Ends.names : Ends.other;
    const isBlock = this.#before.beginsBlock();
    // Where it is not sure, it is both what declares and what serves.
    const mayDeclare = isBlock || this.#isNamespace || !this.#before.beginsOther(this.#tokens.startsLine);
    this.#isNamespace = false;
    this.#enter(ends, mayDeclare, !isBlock);
  }

  #close(): void {
    const { depth, open, end, kind } = this.#tokens;
    const before = this.#frames[depth];
    if (!before) return;
    copyFrame(before, this.#frame);
    this.#changesNext = false;
    this.#closedFrom = open;
    const chain = this.#chain;
    chain.from = -1;
    const { ends } = before;
    if (ends === Ends.access) access(chain, before.chain, open);
    else if (ends === Ends.unsure) span(chain, before.chain.from >= 0 ? before.chain.from : open, end, Root.pattern);
    else if (ends === Ends.other && kind === Mark.closeParen) span(chain, open, end, Root.group);
    else if (ends === Ends.names) this.#named(open, end);
    else if (ends === Ends.imports) this.names.addImports(open + 1, end - 1);
  }
}

/** Tokens that stand before a first value: the end of a type may be one with the `=` behind it. */
const GIVES = new Set<number>([Mark.equals, Token.assign, Token.atLeast]);
