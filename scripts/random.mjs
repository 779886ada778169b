/** Numbers that look random and are the same for one seed, on every machine (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end) => Math.floor(next() * end);
  /** A whole number from `least` to `most`. */
  const whole = (least, most) => least + below(most - least + 1);
  return { next, below, whole, chance: (share) => next() < share, of: (list) => list[below(list.length)] };
}
