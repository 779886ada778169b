/** How many imports lead from one group to another, by their numbers. */
export type Weights = readonly (readonly number[])[];

/**
 * Puts groups in an order in which few imports lead back: what nobody needs first, what needs nobody last, and between them the one that gives most
 * and takes least (Eades, Lin and Smyth). The result holds each number once.
 */
export function ordered(weights: Weights): readonly number[] {
  const left = new Set(weights.keys());
  const front: number[] = [];
  const back: number[] = [];
  const out = (at: number): number => [...left].reduce((sum, to) => sum + (to === at ? 0 : (weights[at]?.[to] ?? 0)), 0);
  const into = (at: number): number => [...left].reduce((sum, from) => sum + (from === at ? 0 : (weights[from]?.[at] ?? 0)), 0);
  while (left.size > 0) {
    const rest = [...left];
    const sink = rest.findLast((at) => out(at) === 0);
    const chosen = sink ?? rest.find((at) => into(at) === 0) ?? mostGiving(rest, (at) => out(at) - into(at));
    left.delete(chosen);
    if (sink === undefined) front.push(chosen);
    else back.unshift(chosen);
  }
  return [...front, ...back];
}

function mostGiving(groups: readonly number[], surplus: (at: number) => number): number {
  return groups.reduce((best, at) => (surplus(at) > surplus(best) ? at : best), groups[0] ?? 0);
}
