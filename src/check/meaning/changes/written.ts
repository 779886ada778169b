/** The way `name.a.b` that the tokens are on; -1 for what is not known, or is not there. */
export interface Chain {
  /** The name that it begins with. */
  from: number;
  to: number;
  /** What stands between `from` and `to`. */
  kind: number;
  /** The first member; empty where it is computed. */
  memberFrom: number;
  memberTo: number;
  /** Whether it goes on behind the first member. */
  isDeep: boolean;
}

/** A name; something in brackets, of which the way from one may be all there is; a pattern, of which any word may be the name. */
export const Root = { name: 0, group: 1, pattern: 2 } as const;

export function newChain(): Chain {
  return { from: -1, to: -1, kind: Root.name, memberFrom: -1, memberTo: -1, isDeep: false };
}

/** Begins a way. */
export function span(chain: Chain, from: number, to: number, kind: number): void {
  chain.from = from;
  chain.to = to;
  chain.kind = kind;
  chain.memberFrom = -1;
  chain.isDeep = false;
}

/** Goes on from the way that led to a bracket, past it. */
export function access(chain: Chain, before: Chain, bracket: number): void {
  copyChain(before, chain);
  step(chain, bracket, bracket);
}

/** Goes on to a member. */
export function step(chain: Chain, from: number, to: number): void {
  chain.isDeep = chain.memberFrom >= 0;
  if (chain.isDeep) return;
  chain.memberFrom = from;
  chain.memberTo = to;
}

export function copyChain(from: Chain, to: Chain): void {
  to.from = from.from;
  to.to = from.to;
  to.kind = from.kind;
  to.memberFrom = from.memberFrom;
  to.memberTo = from.memberTo;
  to.isDeep = from.isDeep;
}

/** The longest text that is looked through for names: nothing that is written to is so long, and texts within texts would take for ever. */
const LONGEST = 4096;

/** The way from a name, as far as nothing is computed. */
const WAY = /^[\s(]*[\w$\u0080-\uffff]+(?:[\s!)]*\??\.\s*[\w$#\u0080-\uffff]+)*/;

/** What a text changes where it serves, by names alone. */
export class Written {
  readonly #text: string;
  /** Whether all was looked at. */
  isWhole = true;
  /** Names to which something is assigned, or to what they hold. */
  readonly assigned = new Set<string>();
  /** Names of which what they hold is changed. */
  readonly reached = new Set<string>();
  /** Names of which what a member of them holds is changed. */
  readonly deep = new Set<string>();
  /** Members that are changed by themselves, or in what they hold. */
  readonly members = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  add({ from, to, kind, memberFrom, memberTo, isDeep }: Chain): void {
    if (from < 0) return;
    if (memberFrom >= 0) this.members.add(this.#text.slice(memberFrom, memberTo));
    if (kind === Root.pattern) return this.addPattern(from, to);
    if (kind === Root.group) return this.#addGroup(from, to);
    const root = this.#text.slice(from, to);
    this.assigned.add(root);
    if (memberFrom >= 0) this.reached.add(root);
    if (isDeep) this.deep.add(root);
  }

  /** Behind a comment it may begin with anything, and behind a type in angles. */
  #addGroup(from: number, to: number): void {
    const group = to - from > LONGEST ? "/" : this.#text.slice(from, to);
    if (/[/<]/.test(group)) return this.addPattern(from, to);
    this.#addWords(WAY.exec(group)?.[0] ?? "");
  }

  addPattern(from: number, to: number): void {
    if (to - from > LONGEST) this.isWhole = false;
    else this.#addWords(this.#text.slice(from, to));
  }

  #addWords(text: string): void {
    for (const word of wordsOf(text)) {
      this.addName(word);
      this.members.add(word);
    }
  }

  addName(name: string): void {
    this.assigned.add(name);
    this.reached.add(name);
    this.deep.add(name);
  }
}

/** All words of a text; what is beyond ASCII is part of one. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\w$#\u0080-\uffff]+/g) ?? [];
}
