import { Code, isQuoteOrTick, Kind, KINDS } from "./characters.ts";
import { endOf, skipSpaces, type Source, startsWith, word } from "./peek.ts";

/** A word without which nothing is imported or ignored. */
interface Anchor {
  readonly text: Uint8Array;
  /** Offsets of two neighbouring letters, the rarer the better; one of each remainder by `STRIDE`, so that one is looked at. */
  readonly pairs: readonly [number, number, number];
  /** Whether what stands at `at`, past the word, leaves it one that may count. */
  readonly counts: (source: Source, at: number) => boolean;
}

/** Of any three places one after the other one is looked at, and the shortest word has pairs at three. */
const STRIDE = 3;

const ANCHORS: readonly Anchor[] = [
  { text: word("import"), pairs: [0, 1, 2], counts: endsWord },
  { text: word("from"), pairs: [0, 1, 2], counts: meetsLiteral },
  { text: word("require"), pairs: [3, 1, 2], counts: endsWord },
  { text: word("module"), pairs: [3, 1, 2], counts: meetsLiteral },
  { text: word("Worker"), pairs: [0, 1, 2], counts: endsWord },
  // In the names of all calls that mock, with `Actual`.
  { text: word("mock"), pairs: [0, 1, 2], counts: () => true },
  { text: word("Mock"), pairs: [0, 1, 2], counts: () => true },
  { text: word("Actual"), pairs: [0, 1, 2], counts: () => true },
  { text: word("<reference"), pairs: [0, 7, 2], counts: () => true },
  { text: word("keybeam-ignore"), pairs: [6, 7, 2], counts: () => true },
];

/** For each pair of bytes the index of its list, 0 for none. */
const PAIRS = new Uint8Array(1 << 16);
const LISTS: { readonly anchor: Anchor; readonly offset: number }[][] = [[]];
for (const anchor of ANCHORS) {
  for (const offset of anchor.pairs) {
    const pair = ((anchor.text[offset] ?? 0) << 8) | (anchor.text[offset + 1] ?? 0);
    PAIRS[pair] ||= LISTS.push([]) - 1;
    LISTS[PAIRS[pair] ?? 0]?.push({ anchor, offset });
  }
}

/**
 * An offset past the last word that may import or ignore something: what stands after it need not be read. It looks at every third byte
 * and its neighbour, from the end. A name may be written with escapes; where one stands after that word, all has to be read.
 */
export function lastAnchor(source: Source): number {
  const found = lastWord(source);
  return source.indexOf("\\u", found) < 0 ? found : endOf(source);
}

function lastWord(source: Source): number {
  for (let pos = endOf(source) - 2; pos >= 0; pos -= STRIDE) {
    const list = PAIRS[((source[pos] ?? 0) << 8) | (source[pos + 1] ?? 0)] ?? 0;
    if (list === 0) continue;
    const end = wordAround(source, pos, list);
    if (end >= 0) return end;
  }
  return 0;
}

/** Where the word ends of which a pair stands at `pos`; -1 where it is none. */
function wordAround(source: Source, pos: number, list: number): number {
  for (const { anchor, offset } of LISTS[list] ?? []) {
    const end = pos - offset + anchor.text.length;
    if (startsWith(source, anchor.text, pos - offset) && anchor.counts(source, end)) return end;
  }
  return -1;
}

function endsWord(source: Source, at: number): boolean {
  return KINDS[source[at] ?? 0] !== Kind.word || (source[at] ?? 0) >= 0x80;
}

/** Whether a string follows, or a comment before which it may. */
function meetsLiteral(source: Source, at: number): boolean {
  const code = source[skipSpaces(source, at)] ?? 0;
  return isQuoteOrTick(code) || code === Code.slash;
}
