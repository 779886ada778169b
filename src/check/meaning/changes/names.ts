import { COLLECTION } from "../changing.ts";
import { IMPORTED, mayHold } from "./marks.ts";
import { Mark, Token } from "./token.ts";
import type { Tokens } from "./tokens.ts";
import { wordsOf } from "./written.ts";

/** The names that a text declares for as long as its module lives, and those that it imports. */
export class Names {
  readonly variables = new Set<string>();
  /** Constants that hold what can be changed. */
  readonly constants = new Set<string>();
  /** Static members of classes. */
  readonly statics = new Set<string>();
  readonly imports = new Set<string>();
  /** Imported modules, of which members are variables. */
  readonly modules = new Set<string>();
  /** Something is imported under names that could not be told. */
  hasUnknownImports = false;
  readonly #text: string;
  /** The names of the list of constants that the tokens are in. */
  readonly #listed: string[] = [];
  /** What comes next of the first value of a constant. */
  #value: "none" | "first" | "class" = "none";
  #staticFrom = -1;

  constructor(text: string) {
    this.#text = text;
  }

  constantsBegin(): void {
    this.#listed.length = 0;
  }

  /** A constant, or those of a pattern. */
  addConstants(from: number, to: number): void {
    this.#listed.push(...wordsOf(this.#text.slice(from, to)));
  }

  addVariables(from: number, to: number): void {
    addAll(this.variables, this.#text.slice(from, to));
  }

  valueBegins(): void {
    this.#value = "first";
  }

  staticBegins(from: number): void {
    if (this.#staticFrom < 0) this.#staticFrom = from;
  }

  /** Sees the token behind what began. */
  see(token: Tokens): void {
    if (this.#value !== "none") this.#firstValue(token);
    if (this.#staticFrom >= 0 && token.kind !== Token.word) this.#staticEnds(token);
  }

  /** A constant whose value cannot change is no state: a literal may, brackets around one, and a collection. */
  #firstValue(token: Tokens): void {
    const { kind, start } = token;
    const word = kind === Token.word ? token.word() : "";
    const isClass = this.#value === "class";
    this.#value = word === "new" && !isClass ? "class" : "none";
    const mayChange = isClass ? COLLECTION.test(word) : kind === Mark.openBrace || kind === Mark.openBracket || mayHold(kind, this.#text, start);
    // Those that were added need not be again.
    if (mayChange) for (const name of this.#listed.splice(0)) this.constants.add(name);
  }

  /** Of `static readonly a = 1` all words are taken for names, but for that of a method. */
  #staticEnds({ kind, start }: Tokens): void {
    const words = wordsOf(this.#text.slice(this.#staticFrom, start));
    const isMethod = kind === Mark.openParen || kind === Mark.less;
    for (const word of isMethod ? words.slice(0, -1) : words) this.statics.add(word);
    this.#staticFrom = -1;
  }

  /** The names that `a, type b, c as d` gives. */
  addImports(from: number, to: number): void {
    for (const one of this.#text.slice(from, to).split(",")) {
      const name = IMPORTED.exec(one)?.[1];
      if (name === undefined) addAll(this.imports, one);
      else this.imports.add(name);
    }
  }

  /** A word of `import a, * as b from`; or of `import c = require()`, a module too. */
  addImported(word: string, isBehindAs: boolean): void {
    (isBehindAs ? this.modules : this.imports).add(word);
  }

  /**
   * The names of `const { a } = require("x")`, from its keyword to its value, anywhere; what is no pattern may be a module as a whole, or a member of one.
   * Where the keyword stands in other brackets than the value it is of another list.
   */
  addRequired(from: number, to: number, isSameList: boolean): void {
    const list = this.#text.slice(from, Math.min(to, from + LONGEST));
    if (!isSameList || to - from > LONGEST) this.hasUnknownImports = true;
    else for (const names of list.includes("{") ? [this.imports] : [this.imports, this.modules]) addAll(names, list);
  }
}

/** The longest list that is looked through, for it is looked through for each import in it. */
const LONGEST = 4096;

function addAll(names: Set<string>, text: string): void {
  for (const word of wordsOf(text)) names.add(word);
}
