import { factors } from "./factors.mjs";

const names = Object.keys(factors);

/** Numbers that look like chance and are the same every time. */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const fits = (factor, level, chosen) => factors[factor][level].when?.(factor, chosen) ?? true;

/** The first level of every factor goes with everything. */
function possible(chosen) {
  const whole = {};
  for (const name of names) {
    const level = chosen[name] ?? Object.keys(factors[name])[0];
    whole[name] = fits(name, level, { ...chosen, ...whole }) ? level : Object.keys(factors[name])[0];
  }
  return whole;
}

const pairsOf = (one) =>
  names.flatMap((a, index) => names.slice(index + 1).map((b) => `${a}=${one[a]} ${b}=${one[b]}`));

/** Every pair of levels of two factors that some choice can have. */
function everyPair() {
  const pairs = new Set();
  for (const [index, a] of names.entries()) {
    for (const b of names.slice(index + 1)) {
      for (const x of Object.keys(factors[a])) {
        for (const y of Object.keys(factors[b])) {
          // Where users are needed, the plainest that has them.
          for (const auth of ["none", "jwt"]) {
            const one = possible({ auth, [a]: x, [b]: y });
            if (one[a] === x && one[b] === y) pairs.add(`${a}=${x} ${b}=${y}`);
          }
        }
      }
    }
  }
  return pairs;
}

/** Choices of one level a factor that together have every pair of levels; the first ones have the most. */
export function pairwise(candidates = 60) {
  const left = everyPair();
  const random = chance(20_261_123);
  const choices = [];
  while (left.size > 0) {
    const [wanted] = left;
    const fixed = Object.fromEntries(wanted.split(" ").map((part) => part.split("=")));
    let best = null;
    let most = -1;
    for (let tried = 0; tried < candidates; tried += 1) {
      const free = Object.fromEntries(
        names.map((name) => [name, Object.keys(factors[name])[random(Object.keys(factors[name]).length)]]),
      );
      const one = possible({ ...free, ...fixed });
      const won = pairsOf(one).filter((pair) => left.has(pair)).length;
      if (won > most) [best, most] = [one, won];
    }
    // Where chance denies the wanted pair its users, they are given.
    if (most === 0) best = possible({ auth: "jwt", ...fixed });
    const covered = pairsOf(best).filter((pair) => left.delete(pair));
    if (covered.length === 0) throw new Error(`nothing has ${wanted}`);
    choices.push(best);
  }
  return choices;
}
