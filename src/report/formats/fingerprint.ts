const BLOCK = 100;
const BASE = 37n;

/**
 * What GitHub calls `primaryLocationLineHash`, for each line of a text, from 1: a hash of the 100 characters from the line's start on, blanks and
 * tabs left out and every end of line alike, then how often it was seen before. A line keeps it when others are put above.
 */
export function lineHashes(text: string): (line: number) => string | null {
  const bare = `${text.replace(/\r\n?/g, "\n").replace(/[ \t]/g, "")}\uffff${"\0".repeat(BLOCK)}`;
  const blocks = [bare.slice(0, BLOCK)];
  for (let at = bare.indexOf("\n"); at >= 0; at = bare.indexOf("\n", at + 1)) blocks.push(bare.slice(at + 1, at + 1 + BLOCK));
  const numbers = occurrences(blocks);
  return (line) => {
    const block = blocks[line - 1];
    return block === undefined ? null : `${polynomial(block)}:${numbers[line - 1]}`;
  };
}

/** A fingerprint for each key; equal keys are told apart by their number. */
export function numbered(keys: readonly string[]): readonly string[] {
  const numbers = occurrences(keys);
  return keys.map((key, index) => `${polynomial(key).padStart(16, "0")}-${numbers[index]}`);
}

function polynomial(text: string): string {
  let hash = 0n;
  for (let at = 0; at < text.length; at++) hash = BigInt.asUintN(64, hash * BASE + BigInt(text.charCodeAt(at)));
  return hash.toString(16);
}

/** For each value, how many of its like there are up to it. */
function occurrences(values: readonly string[]): readonly number[] {
  const seen = new Map<string, number>();
  return values.map((value) => {
    const number = (seen.get(value) ?? 0) + 1;
    seen.set(value, number);
    return number;
  });
}
