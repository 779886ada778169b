import type { Extracted } from "../fact.ts";
import type { Source } from "./peek.ts";

/** The same with its offsets of bytes as offsets of UTF-16 units, which is how editors and JavaScript count. */
export function inUnits({ imports, ignores }: Extracted, source: Source): Extracted {
  const offsets = imports.flatMap(({ start, end, keyword }) => [start, end, keyword]);
  const units = unitsAt([...offsets, ...ignores.map(({ start }) => start)], source);
  const unit = (offset: number): number => units.get(offset) ?? offset;
  return {
    imports: imports.map((one) => ({ ...one, start: unit(one.start), end: unit(one.end), keyword: unit(one.keyword) })),
    ignores: ignores.map((one) => ({ ...one, start: unit(one.start) })),
  };
}

function unitsAt(offsets: readonly number[], source: Source): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  let at = 0;
  let units = 0;
  for (const offset of [...offsets].sort((a, b) => a - b)) {
    for (; at < offset; at++) units += unitsBegunBy(source, at);
    found.set(offset, units);
  }
  return found;
}

/** The first byte of a character begins a unit; in one of four bytes the second byte begins another. */
function unitsBegunBy(source: Source, at: number): number {
  const continues = ((source[at] ?? 0) & 0xc0) === 0x80;
  return continues && (source[at - 1] ?? 0) < 0xf0 ? 0 : 1;
}
