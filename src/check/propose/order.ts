/** How many imports lead from one group to another, by their numbers. */
export type Weights = readonly (readonly number[])[];

/** Puts groups in an order in which few imports lead back, from what nobody needs to what needs nobody. The result holds each number once. */
export function ordered(weights: Weights): readonly number[] {
  return settled(roughly(weights), weights);
}

/** What nobody needs first, what needs nobody last, and between them the one that gives most and takes least (Eades, Lin and Smyth). */
function roughly(weights: Weights): readonly number[] {
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

/** Moves one group at a time to where fewest imports lead back, as long as that helps; the sum falls with each move, so it ends. */
function settled(order: readonly number[], weights: Weights): readonly number[] {
  let best = order;
  for (let next = bestMove(best, weights); next !== null; next = bestMove(best, weights)) best = next;
  return best;
}

/** The order after the one move that helps most; null where none does. */
function bestMove(order: readonly number[], weights: Weights): readonly number[] | null {
  let most = 0;
  let chosen: readonly number[] | null = null;
  for (const [from, group] of order.entries()) {
    const rest = order.toSpliced(from, 1);
    for (const { to, gain } of moves(group, from, rest, weights)) {
      if (gain <= most) continue;
      most = gain;
      chosen = rest.toSpliced(to, 0, group);
    }
  }
  return chosen;
}

/** By how many imports fewer would lead back with the group at each place among the rest, against its place now. */
function moves(group: number, now: number, rest: readonly number[], weights: Weights): readonly { to: number; gain: number }[] {
  const back: number[] = [rest.reduce((sum, other) => sum + weight(weights, other, group), 0)];
  for (const [at, other] of rest.entries()) back.push((back[at] ?? 0) - weight(weights, other, group) + weight(weights, group, other));
  return back.map((sum, to) => ({ to, gain: (back[now] ?? 0) - sum }));
}

function weight(weights: Weights, from: number, to: number): number {
  return weights[from]?.[to] ?? 0;
}
