/** Bytes as UTF-8 has them, and what may stand where. Beyond ASCII all is part of a word, but for the wide spaces. */
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
  question: 63,
  at: 64,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  backtick: 96,
  openBrace: 123,
  closeBrace: 125,
} as const;

/** What a byte may be: part of no word, part of a word, or the first byte either of a letter or of a wide space. */
export const Kind = { other: 0, word: 1, unsure: 2 } as const;

export const KINDS = new Uint8Array(256).fill(Kind.word, 0x80);
for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$#") KINDS[char.charCodeAt(0)] = Kind.word;

/** U+2028, with which a line may end too, and its neighbour U+2029. */
const WIDE_BREAKS = [0x2028, 0x2029];
const WIDE_SPACES = [0x85, 0xa0, 0x1680, ...range(0x2000, 0x200b), ...WIDE_BREAKS, 0x202f, 0x205f, 0x3000, 0xfeff];
/** The bytes of each wide space as one number. */
const SPACES = new Set(WIDE_SPACES.map((point) => joined(Buffer.from(String.fromCodePoint(point)), 0)));
const BREAKS = new Set(WIDE_BREAKS.map((point) => joined(Buffer.from(String.fromCodePoint(point)), 0)));
for (const point of WIDE_SPACES) KINDS[Buffer.from(String.fromCodePoint(point))[0] ?? 0] = Kind.unsure;
/** With which U+2028 and U+2029 begin. */
const BREAK_LEAD = 0xe2;

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function joined(bytes: Uint8Array, at: number): number {
  const two = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return two < 0xe000 ? two : (two << 8) | (bytes[at + 2] ?? 0);
}

/** How many bytes the space at `at` takes; 0 where there is none. Line breaks are spaces. */
export function spaceWidth(bytes: Uint8Array, at: number): number {
  const code = bytes[at] ?? 0;
  if (code < 0x80) return code === Code.space || (code >= Code.tab && code <= Code.carriageReturn) ? 1 : 0;
  if (KINDS[code] !== Kind.unsure || !SPACES.has(joined(bytes, at))) return 0;
  return code < 0xe0 ? 2 : 3;
}

/** Whether a letter, a digit, `_`, `$` or the hash of a private name stands at `at`. */
export function isWordAt(bytes: Uint8Array, at: number): boolean {
  const kind = KINDS[bytes[at] ?? 0];
  return kind === Kind.word || (kind === Kind.unsure && spaceWidth(bytes, at) === 0);
}

export function isBreakAt(bytes: Uint8Array, at: number): boolean {
  const code = bytes[at] ?? 0;
  return code === Code.lineFeed || code === Code.carriageReturn || (code === BREAK_LEAD && BREAKS.has(joined(bytes, at)));
}

export function isQuoteOrTick(code: number): boolean {
  return code === Code.singleQuote || code === Code.doubleQuote || code === Code.backtick;
}
