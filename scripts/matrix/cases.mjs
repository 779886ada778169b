import { base, factors } from "./factors.mjs";
import { pairwise } from "./pairs.mjs";
import { stateless } from "./stateless.mjs";

/**
 * Every case there is: all that every pair of two levels needs, then a system that stores nothing in each topology. Turns are for what goes round in
 * a level: in how many cases before it is the same.
 */
export function cases() {
  const before = new Map();
  const turn = (level) => {
    before.set(level, (before.get(level) ?? -1) + 1);
    return before.get(level);
  };
  const turnsOf = (choice) => Object.fromEntries(Object.entries(choice).map(([name, level]) => [name, turn(`${name}=${level}`)]));
  const chosen = pairwise().map((choice) => ({ choice, turns: turnsOf(choice) }));
  const bare = Object.keys(factors.topology).map((topology) => ({ choice: { topology, storage: "none", auth: "none" }, turns: {} }));
  return [...chosen, ...bare];
}

export function specOf({ choice, turns }) {
  if (choice.storage === "none") return stateless(choice.topology);
  const spec = base();
  // Who there is comes first: other factors grant them something.
  for (const name of ["auth", ...Object.keys(factors).filter((one) => one !== "auth")]) {
    const level = factors[name][choice[name]];
    (level.change ?? level)(spec, turns[name]);
  }
  return spec;
}
