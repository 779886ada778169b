export const Code = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  bang: 33,
  doubleQuote: 34,
  hash: 35,
  dollar: 36,
  singleQuote: 39,
  openParen: 40,
  closeParen: 41,
  star: 42,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  slash: 47,
  zero: 48,
  nine: 57,
  colon: 58,
  semicolon: 59,
  less: 60,
  equals: 61,
  greater: 62,
  at: 64,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  backtick: 96,
  openBrace: 123,
  closeBrace: 125,
} as const;

const WORD = new Uint8Array(128);
for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$#") WORD[char.charCodeAt(0)] = 1;

/** Whether the UTF-16 unit may stand in an identifier, digits and the hash of a private name included; NaN, past the end, may not. */
export function isWord(code: number): boolean {
  return code < 128 ? WORD[code] === 1 : code >= 128 && !isWideSpace(code);
}

export function isQuoteOrTick(code: number): boolean {
  return code === Code.singleQuote || code === Code.doubleQuote || code === Code.backtick;
}

export function isDigit(code: number): boolean {
  return code >= Code.zero && code <= Code.nine;
}

export function isLineBreak(code: number): boolean {
  return code === Code.lineFeed || code === Code.carriageReturn || code === 0x2028 || code === 0x2029;
}

export function isSpace(code: number): boolean {
  if (code < 128) return code === Code.space || (code >= Code.tab && code <= Code.carriageReturn);
  return isWideSpace(code);
}

function isWideSpace(code: number): boolean {
  if (code < 0x1680) return code === 0xa0 || code === 0x85;
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}
