import { Code, isBreakAt, isWordAt, Kind, KINDS, spaceWidth } from "./characters.ts";

/** The code of a module in UTF-8. A zero stands after it, so that looking one byte past its end is harmless. */
export type Source = Buffer;

/** Where the code ends. */
export function endOf(source: Source): number {
  return source.length - 1;
}

/** ASCII words as bytes, to be compared in place. */
export function word(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

export function startsWith(source: Source, prefix: Uint8Array, from: number): boolean {
  for (let at = 0; at < prefix.length; at++) if (source[from + at] !== prefix[at]) return false;
  return true;
}

/** Whether the word from `from` to `to` is this one. */
export function isWord(source: Source, wanted: Uint8Array, from: number, to: number): boolean {
  return to - from === wanted.length && startsWith(source, wanted, from);
}

/** For looking ASCII words up in a set; what is beyond ASCII comes out as something that no such word is. */
export function latin1(source: Source, from: number, to: number): string {
  return source.toString("latin1", from, to);
}

/** The offset of the next token: past spaces and comments. The end where there is none. */
export function skipTrivia(source: Source, from: number): number {
  const end = endOf(source);
  let pos = from;
  while (pos < end) {
    const code = source[pos] ?? 0;
    if (code === Code.space) pos++;
    else if (code !== Code.slash) {
      const width = spaceWidth(source, pos);
      if (width === 0) return pos;
      pos += width;
    } else if (source[pos + 1] === Code.slash) pos = lineEnd(source, pos);
    else if (source[pos + 1] === Code.star) pos = blockCommentEnd(source, pos);
    else return pos;
  }
  return end;
}

/** The offset past the spaces here; comments are none. */
export function skipSpaces(source: Source, from: number): number {
  let pos = from;
  for (let width = spaceWidth(source, pos); width > 0; width = spaceWidth(source, pos)) pos += width;
  return pos;
}

/** The offset of the line break that ends the line, or the end. */
export function lineEnd(source: Source, from: number): number {
  const end = endOf(source);
  let pos = from;
  while (pos < end && !isBreakAt(source, pos)) pos++;
  return pos;
}

/** The offset past the comment that begins here; the end where it never ends. Looks at every other byte, for its end has two. */
export function blockCommentEnd(source: Source, from: number): number {
  const end = endOf(source);
  for (let pos = from + 3; pos < end; pos += 2) {
    const code = source[pos] ?? 0;
    if (code === Code.slash && source[pos - 1] === Code.star) return pos + 1;
    if (code === Code.star && source[pos + 1] === Code.slash) return pos + 2;
  }
  return end;
}

export function wordEnd(source: Source, from: number): number {
  let pos = from;
  for (;;) {
    while (KINDS[source[pos] ?? 0] === Kind.word) pos++;
    if (!isWordAt(source, pos)) return pos;
    pos++;
  }
}

export function isQuote(code: number | undefined): boolean {
  return code === Code.singleQuote || code === Code.doubleQuote;
}

/** The offset past the string literal that begins here, or -1 where its line ends first. */
export function stringEnd(source: Source, from: number): number {
  const end = endOf(source);
  const quote = source[from];
  for (let pos = from + 1; pos < end; pos++) {
    const code = source[pos] ?? 0;
    if (code === quote) return pos + 1;
    if (code === Code.backslash) pos += source[pos + 1] === Code.carriageReturn && source[pos + 2] === Code.lineFeed ? 2 : 1;
    else if (code === Code.lineFeed || code === Code.carriageReturn) return -1;
  }
  return -1;
}

/** The offset past the string or plain template that begins here; -1 where there is none, or it has holes. */
export function literalEnd(source: Source, from: number): number {
  if (isQuote(source[from])) return stringEnd(source, from);
  if (source[from] !== Code.backtick) return -1;
  const end = endOf(source);
  for (let pos = from + 1; pos < end; pos++) {
    const code = source[pos];
    if (code === Code.backtick) return pos + 1;
    if (code === Code.backslash) pos++;
    else if (code === Code.dollar && source[pos + 1] === Code.openBrace) return -1;
  }
  return -1;
}

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|(\r\n|[\s\S]))/g;
const CONTROL = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["v", "\v"],
  ["f", "\f"],
  ["0", "\0"],
]);

/** The value of the literal at these offsets, its quotes included. */
export function literalValue(source: Source, start: number, end: number): string {
  const raw = source.toString("utf8", start + 1, end - 1);
  if (!raw.includes("\\")) return raw;
  return raw.replace(ESCAPE, (_, hex?: string, point?: string, unit?: string, plain = "") => {
    const digits = hex ?? point ?? unit;
    if (digits === undefined) return /[\r\n\u2028\u2029]/.test(plain) ? "" : (CONTROL.get(plain) ?? plain);
    const code = Number.parseInt(digits, 16);
    return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
  });
}
