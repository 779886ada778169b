import type { Sides } from "./sides.ts";
import type { Piece } from "./tree.ts";

/** A piece with the name under which the three sides know it. */
export interface Identified {
  readonly id: string;
  readonly piece: Piece;
}

/** Gives the pieces of the three sides names that pair them: by key where each side has it once, else by content and then by place. */
export function paired(sides: Sides<readonly Piece[]>): Sides<readonly Identified[]> {
  const unique = uniqueKeys(Object.values(sides));
  const nameless = (pieces: readonly Piece[]): readonly Piece[] => pieces.filter(({ key }) => key === null || !unique.has(key));
  const base = nameless(sides.base);
  const names = new Map(base.map((piece, n) => [piece, `#${n}`]));
  const ours = follow(base, nameless(sides.ours));
  const theirs = follow(base, nameless(sides.theirs));
  for (const [piece, origin] of [...ours, ...theirs]) if (origin !== null) names.set(piece, names.get(origin) ?? "");
  nameNew(ours, theirs, names);
  const identify = (pieces: readonly Piece[]): readonly Identified[] =>
    pieces.map((piece) => ({ piece, id: names.get(piece) ?? piece.key ?? "" }));
  return { base: identify(sides.base), ours: identify(sides.ours), theirs: identify(sides.theirs) };
}

function uniqueKeys(lists: readonly (readonly Piece[])[]): ReadonlySet<string> {
  const repeated = new Set<string>();
  const all = new Set<string>();
  for (const pieces of lists) {
    const here = new Set<string>();
    for (const { key } of pieces) {
      if (key === null) continue;
      if (here.has(key)) repeated.add(key);
      here.add(key);
      all.add(key);
    }
  }
  return new Set([...all].filter((key) => !repeated.has(key)));
}

const contentOf = ({ core }: Piece): string => core.tokens().join("\n");

/** Which piece of the base each piece of a side was; null of a new one. */
function follow(base: readonly Piece[], side: readonly Piece[]): ReadonlyMap<Piece, Piece | null> {
  const found = new Map<Piece, Piece | null>(side.map((piece) => [piece, null]));
  let [b, s] = [0, 0];
  for (const [nextB, nextS] of [...commonRuns(base.map(contentOf), side.map(contentOf)), [base.length, side.length] as const]) {
    if (nextB - b === nextS - s) for (let n = 0; b + n < nextB; n += 1) pairUp(found, side[s + n], base[b + n]);
    pairUp(found, side[nextS], base[nextB]);
    [b, s] = [nextB + 1, nextS + 1];
  }
  return found;
}

const pairUp = (found: Map<Piece, Piece | null>, piece: Piece | undefined, origin: Piece | undefined): void => {
  if (piece !== undefined && origin !== undefined && piece.core.kind === origin.core.kind) found.set(piece, origin);
};

/** The longest common subsequence, as pairs of places. */
function commonRuns(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const length = a.map(() => new Array<number>(b.length + 1).fill(0));
  length.push(new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => length[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = length[i] ?? [];
    for (let j = b.length - 1; j >= 0; j -= 1) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** New pieces are each their own, but for those that both sides added alike. */
function nameNew(ours: ReadonlyMap<Piece, Piece | null>, theirs: ReadonlyMap<Piece, Piece | null>, names: Map<Piece, string>): void {
  const newIn = (side: ReadonlyMap<Piece, Piece | null>): readonly Piece[] => [...side].flatMap(([piece, origin]) => (origin === null ? [piece] : []));
  const waiting = newIn(theirs).map((piece, n) => ({ piece, content: contentOf(piece), name: `theirs#${n}` }));
  for (const { piece, name } of waiting) names.set(piece, name);
  for (const [n, piece] of newIn(ours).entries()) {
    const twin = waiting.findIndex(({ content }) => content === contentOf(piece));
    names.set(piece, twin < 0 ? `ours#${n}` : (waiting.splice(twin, 1)[0]?.name ?? ""));
  }
}
