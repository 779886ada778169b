import type { Kernel } from "./kernel.ts";
import type { Source } from "./peek.ts";

/** What has to follow an anchor: anything, no letter of ASCII, or a string, be it behind a comment. */
const Follows = { any: 0, noLetter: 1, literal: 2 } as const;

/** A word without which nothing is imported or ignored. */
interface Anchor {
  readonly text: string;
  /** Offsets of two neighbouring letters, the rarer the better; one of each remainder by three, for every third place is looked at. */
  readonly pairs: readonly [number, number, number];
  readonly follows: (typeof Follows)[keyof typeof Follows];
}

const ANCHORS: readonly Anchor[] = [
  { text: "import", pairs: [0, 1, 2], follows: Follows.noLetter },
  { text: "from", pairs: [0, 1, 2], follows: Follows.literal },
  { text: "require", pairs: [3, 1, 2], follows: Follows.noLetter },
  { text: "module", pairs: [3, 1, 2], follows: Follows.literal },
  { text: "Worker", pairs: [0, 1, 2], follows: Follows.noLetter },
  // In the names of all calls that mock, with `Actual`.
  { text: "mock", pairs: [0, 1, 2], follows: Follows.any },
  { text: "Mock", pairs: [0, 1, 2], follows: Follows.any },
  { text: "Actual", pairs: [0, 1, 2], follows: Follows.any },
  // Of `process.getBuiltinModule`.
  { text: "Builtin", pairs: [0, 1, 2], follows: Follows.any },
  { text: "<reference", pairs: [0, 7, 2], follows: Follows.any },
  { text: "keybeam-ignore", pairs: [6, 7, 2], follows: Follows.any },
];

/** Writes the anchors into the kernel's memory, and by which pairs of bytes they are met. */
export function tellAnchors({ at, bytes }: Kernel): void {
  let lists = 0;
  for (const [index, { text, pairs, follows }] of ANCHORS.entries()) {
    const anchor = at.ANCHORS + index * at.ANCHOR_WIDTH;
    bytes.set([text.length, follows, ...Buffer.from(text, "latin1")], anchor);
    for (const offset of pairs) {
      const pair = text.charCodeAt(offset) | (text.charCodeAt(offset + 1) << 8);
      bytes[at.FILTER + (((pair >> 3) ^ pair) & 4095)] = 1;
      const slot = at.PAIRS + pair;
      bytes[slot] ||= ++lists;
      const list = at.LISTS + (bytes[slot] ?? 0) * at.LIST_WIDTH;
      const count = bytes[list] ?? 0;
      bytes.set([count + 1], list);
      bytes.set([index, offset], list + 1 + 2 * count);
    }
  }
}

/**
 * An offset past the last word that may import or ignore something: what stands after it need not be read. A name may be written with escapes;
 * where one stands after that word, all has to be read.
 */
export function lastAnchor({ lastWord }: Kernel, source: Source): number {
  const found = lastWord();
  return source.indexOf("\\u", found) < 0 ? found : source.length - 1;
}
