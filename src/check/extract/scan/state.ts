import { type Dialect, FORMS, type IgnoreFact, type ImportFact } from "../fact.ts";
import { tellAnchors } from "./anchors.ts";
import { KINDS } from "./characters.ts";
import { Field, type Kernel, startKernel, Stop } from "./kernel.ts";
import { endOf, literalValue, type Source } from "./peek.ts";

/** What the last token was, as far as it decides whether a slash divides or begins a regular expression. */
export const Last = { none: 0, word: 1, operand: 2, dot: 3, closeParen: 4, closeBrace: 5, operator: 6 } as const;
export type Last = (typeof Last)[keyof typeof Last];

/** What an open bracket belongs to. `jsxCode` is a `{` within JSX, above a `jsxTag` or `jsxChildren`. */
export const Frame = { paren: 0, brace: 1, template: 2, jsxTag: 3, jsxChildren: 4, jsxCode: 5 } as const;
export type Frame = (typeof Frame)[keyof typeof Frame];

/**
 * One pass over one file, in offsets of bytes. Where it stands is kept in the kernel's memory. Nesting is kept in a list, never on the call
 * stack, so that no depth can end the process.
 */
export class Scan {
  readonly source: Source;
  /** Where the code ends. */
  readonly end: number;
  readonly dialect: Dialect;
  readonly kernel: Kernel;
  readonly imports: ImportFact[] = [];
  readonly ignores: IgnoreFact[] = [];
  readonly #fields: Int32Array;
  /** False once something was met that a lexical reading cannot judge; the parser then reads the file. */
  certain = true;

  constructor(kernel: Kernel, source: Source, dialect: Dialect) {
    this.source = source;
    this.end = endOf(source);
    this.dialect = dialect;
    this.kernel = kernel;
    this.#fields = kernel.fields;
    kernel.bytes.set(source, kernel.at.SOURCE);
    kernel.bytes[kernel.at.STOPS + LESS] = dialect.jsx ? Stop.yes : Stop.no;
    this.#fields.fill(0);
    this.#fields[Field.end] = this.end;
    this.#fields[Field.javascript] = dialect.javascript ? 1 : 0;
  }

  get pos(): number {
    return this.#fields[Field.pos] ?? 0;
  }
  set pos(at: number) {
    this.#fields[Field.pos] = at;
  }
  get last(): number {
    return this.#fields[Field.last] ?? 0;
  }
  get lastStart(): number {
    return this.#fields[Field.lastStart] ?? 0;
  }
  get lastEnd(): number {
    return this.#fields[Field.lastEnd] ?? 0;
  }
  /** The last token is a word that follows a dot. */
  get dotted(): boolean {
    return this.#fields[Field.dotted] === 1;
  }
  /** After `)`: where the word before its `(` begins, or -1. */
  get beforeParen(): number {
    return this.#fields[Field.beforeParen] ?? -1;
  }
  /** The comment that was passed last. */
  get comment(): readonly [start: number, end: number] {
    return [this.#fields[Field.commentStart] ?? 0, this.#fields[Field.commentEnd] ?? 0];
  }

  /** Adds the import that was passed last. */
  addImport(): void {
    const fields = this.#fields;
    const start = fields[Field.literalStart] ?? 0;
    const end = fields[Field.literalEnd] ?? 0;
    const form = FORMS[fields[Field.form] ?? 0] ?? "import";
    this.imports.push({ form, specifier: literalValue(this.source, start, end), typeOnly: fields[Field.typeOnly] === 1, start, end, keyword: fields[Field.keyword] ?? 0 });
  }

  /** What stands from `start` to `end` is the last token now. */
  setLast(last: Last, start: number, end: number, dotted = false): void {
    const fields = this.#fields;
    fields[Field.last] = last;
    fields[Field.lastStart] = start;
    fields[Field.lastEnd] = end;
    fields[Field.dotted] = dotted ? 1 : 0;
  }

  /** The innermost frame; -1 where nothing is open. */
  get frame(): number {
    const depth = this.#depth;
    return depth === 0 ? -1 : this.#frameAt(depth - 1);
  }
  /** Whether anything is open, or anything of these kinds. */
  isWithin(...kinds: readonly Frame[]): boolean {
    if (kinds.length === 0) return this.#depth > 0;
    for (let depth = this.#depth - 1; depth >= 0; depth--) if (kinds.some((kind) => kind === this.#frameAt(depth))) return true;
    return false;
  }
  openFrame(frame: Frame): void {
    const { bytes, at } = this.kernel;
    const depth = this.#depth;
    if (depth === at.DEEPEST) return doubt(this);
    bytes[at.FRAMES + depth] = frame;
    this.#fields[Field.depth] = depth + 1;
  }
  closeFrame(): void {
    this.#fields[Field.depth] = Math.max(this.#depth - 1, 0);
  }

  get #depth(): number {
    return this.#fields[Field.depth] ?? 0;
  }
  #frameAt(depth: number): number {
    return this.kernel.bytes[this.kernel.at.FRAMES + depth] ?? 0;
  }
}

const LESS = "<".charCodeAt(0);
/** At what the kernel stops besides the letters by which it meets a word; `<` only where there may be markup. A zero stands behind the code. */
const MARKS = "\0\"'`/(){}\\";
/** Of each word that may import the rarest letter, as `wordAround` of the kernel knows them. */
const LETTERS = "pxquwjv";

let running: Kernel | null | undefined;

/** A scan that stands at the beginning; null where there is no kernel, or the code is too large for its memory. */
export function newScan(source: Source, dialect: Dialect): Scan | null {
  running ??= withTables(startKernel());
  if (running === null || source.length > running.bytes.length - running.at.SOURCE - SPARE) return null;
  return new Scan(running, source, dialect);
}

/** Bytes that may be looked at past the code. */
const SPARE = 64;

function withTables(kernel: Kernel | null): Kernel | null {
  if (kernel === null) return null;
  const { bytes, at } = kernel;
  bytes.set(KINDS, at.KINDS);
  for (const mark of MARKS) bytes[at.STOPS + mark.charCodeAt(0)] = Stop.yes;
  for (const letter of LETTERS) bytes[at.STOPS + letter.charCodeAt(0)] = Stop.letter;
  tellAnchors(kernel);
  return kernel;
}

/** Gives the file up to the parser. */
export function doubt(scan: Scan): void {
  scan.certain = false;
  scan.pos = scan.end;
}

/** Takes the bytes from `scan.pos` to `end` as one token. */
export function token(scan: Scan, last: Last, end: number): void {
  scan.setLast(last, scan.pos, end);
  scan.pos = end;
}
