import { factors } from "./factors.mjs";

/** Numbers that look like chance and are the same every time. */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

// What `when` of other levels asks for is chosen first.
const names = ["topology", "auth", ...Object.keys(factors).filter((name) => name !== "topology" && name !== "auth")];
const levels = names
  .flatMap((name, factor) => Object.keys(factors[name]).map((level) => ({ name, level, factor })))
  .map((one, index) => ({ ...one, index }));
const of = names.map((name) => levels.filter((one) => one.name === name));

/** Whether a level goes with what was chosen before it: levels, by their factor's place. */
const fits = ({ name, level }, [topology, auth]) => factors[name][level].when?.(name, { topology: topology?.level, auth: auth?.level }) ?? true;

/** Pairs of levels: each is a number, whichever of the two comes first. */
const pair = (a, b) => (a.factor < b.factor ? a.index * levels.length + b.index : b.index * levels.length + a.index);
const pairsOf = (choice) => choice.flatMap((a, at) => choice.slice(at + 1).map((b) => pair(a, b)));

/** Every pair of levels of two factors that some choice can have: none where they exclude each other. */
function everyPair() {
  const pairs = new Map();
  for (const topology of of[0]) {
    for (const auth of of[1].filter((one) => fits(one, [topology]))) {
      const possible = [topology, auth, ...of.slice(2).flat().filter((one) => fits(one, [topology, auth]))];
      for (const a of possible) for (const b of possible) if (a.factor < b.factor) pairs.set(pair(a, b), [a, b]);
    }
  }
  return pairs;
}

function shuffled(list, random) {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random(at + 1);
    [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
  }
  return mixed;
}

/** A choice with the wanted levels, each other the one that adds the most pairs that are left; or none, where these do not go together. */
function filled(wanted, left, random) {
  const [choice, chosen] = [[], []];
  const given = wanted.map(({ factor }) => factor);
  const rest = shuffled(of.keys(), random).filter((factor) => factor > 1 && !given.includes(factor));
  for (const factor of [0, 1, ...given.filter((one) => one > 1), ...rest]) {
    const open = given.includes(factor) ? wanted.filter((one) => one.factor === factor) : of[factor];
    let most = -1;
    for (const level of shuffled(open, random)) {
      if (!fits(level, choice)) continue;
      let won = 0;
      for (const one of chosen) won += left.has(pair(one, level)) ? 1 : 0;
      if (won > most) [choice[factor], most] = [level, won];
    }
    if (most === -1) return null;
    chosen.push(choice[factor]);
  }
  return choice;
}

/** How many pairs of levels those choices have, of all that some choice can have. */
export function coverage(choices) {
  const pairs = everyPair();
  const levelOf = (name, level) => levels.find((one) => one.name === name && one.level === level);
  const had = new Set(choices.flatMap((choice) => pairsOf(names.map((name) => levelOf(name, choice[name])))));
  return { possible: pairs.size, had: [...pairs.keys()].filter((one) => had.has(one)).length };
}

/** Choices of one level a factor that together have every pair of levels; the first ones have the most. */
export function pairwise(candidates = 60) {
  const left = everyPair();
  const random = chance(2);
  const choices = [];
  while (left.size > 0) {
    const [wanted] = left.values();
    // Where the wanted pair says neither where nor who, chance does.
    const open = [0, 1].filter((factor) => wanted.every((one) => one.factor !== factor));
    let [best, most] = [null, 0];
    for (let tried = 0; tried < candidates; tried += 1) {
      const choice = filled([...wanted, ...open.map((factor) => of[factor][random(of[factor].length)])], left, random);
      const won = choice === null ? 0 : pairsOf(choice).filter((one) => left.has(one)).length;
      if (won > most) [best, most] = [choice, won];
    }
    if (best === null) continue;
    for (const one of pairsOf(best)) left.delete(one);
    choices.push(Object.fromEntries(best.map(({ name, level }) => [name, level])));
  }
  return choices;
}
