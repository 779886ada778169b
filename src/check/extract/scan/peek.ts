import { Code, isLineBreak, isSpace, isWord } from "./characters.ts";

/** The offset of the next token: past spaces and comments. The text's length where there is none. */
export function skipTrivia(text: string, from: number): number {
  let pos = from;
  while (pos < text.length) {
    const code = text.charCodeAt(pos);
    if (isSpace(code)) pos++;
    else if (code !== Code.slash) return pos;
    else if (text.charCodeAt(pos + 1) === Code.slash) pos = lineEnd(text, pos);
    else if (text.charCodeAt(pos + 1) === Code.star) pos = blockCommentEnd(text, pos);
    else return pos;
  }
  return text.length;
}

/** The offset of the line break that ends the line, or the text's length. */
export function lineEnd(text: string, from: number): number {
  let pos = from;
  while (pos < text.length && !isLineBreak(text.charCodeAt(pos))) pos++;
  return pos;
}

export function breaksLine(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isLineBreak(text.charCodeAt(at))) return true;
  return false;
}

/** The offset past the comment that begins here; the text's length where it never ends. */
export function blockCommentEnd(text: string, from: number): number {
  const close = text.indexOf("*/", from + 2);
  return close < 0 ? text.length : close + 2;
}

export function wordEnd(text: string, from: number): number {
  let pos = from;
  while (pos < text.length && isWord(text.charCodeAt(pos))) pos++;
  return pos;
}

export function isQuote(code: number): boolean {
  return code === Code.singleQuote || code === Code.doubleQuote;
}

/** The offset past the string literal that begins here, or -1 where its line ends first. */
export function stringEnd(text: string, from: number): number {
  const quote = text.charCodeAt(from);
  for (let pos = from + 1; pos < text.length; pos++) {
    const code = text.charCodeAt(pos);
    if (code === quote) return pos + 1;
    if (code === Code.backslash) pos += text.startsWith("\r\n", pos + 1) ? 2 : 1;
    else if (code === Code.lineFeed || code === Code.carriageReturn) return -1;
  }
  return -1;
}

/** The offset past the string or plain template that begins here; -1 where there is none, or it has holes. */
export function literalEnd(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (isQuote(first)) return stringEnd(text, from);
  if (first !== Code.backtick) return -1;
  for (let pos = from + 1; pos < text.length; pos++) {
    const code = text.charCodeAt(pos);
    if (code === Code.backtick) return pos + 1;
    if (code === Code.backslash) pos++;
    else if (code === Code.dollar && text.charCodeAt(pos + 1) === Code.openBrace) return -1;
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
export function literalValue(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  // A copy, since a part of a string keeps the whole of it, here a file, in memory.
  if (!raw.includes("\\")) return Buffer.from(raw, "utf16le").toString("utf16le");
  return raw.replace(ESCAPE, (_, hex?: string, point?: string, unit?: string, plain = "") => {
    const digits = hex ?? point ?? unit;
    if (digits === undefined) return /[\r\n\u2028\u2029]/.test(plain) ? "" : (CONTROL.get(plain) ?? plain);
    const code = Number.parseInt(digits, 16);
    return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
  });
}
