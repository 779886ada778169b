/** Values that stand where a secret will be, in examples and defaults. */
export function isPlaceholder(value: string): boolean {
  return /example|placeholder|change.?me|dummy|sample|fake|your|test|insecure|x{4}|\*{3}|0{6}|1234567|abcdef/i.test(value) || entropy(value) < LEAST_ENTROPY;
}

/** Bits a character; English words have about as much, so that it is not enough by itself. */
const LEAST_ENTROPY = 3;
/** How often letters turn into digits or into the other case: camelCase and kebab-case words stay below, what a generator made is above. */
const LEAST_CHANGES = 0.35;

/** Addresses, paths, and accounts of blockchains, which are public. */
const NO_SECRET = /^(?:https?:|\/|\.|0x[0-9a-f]{40}$)/i;

/** Whether no person would write it: letters and digits that change at every turn. */
export function looksRandom(value: string): boolean {
  if (!/[a-z]/i.test(value) || !/[0-9]/.test(value) || NO_SECRET.test(value) || isPlaceholder(value)) return false;
  const kinds = [...value].map(kindOf);
  const changes = kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length;
  return changes / (value.length - 1) >= LEAST_CHANGES;
}

function kindOf(character: string): "digit" | "lower" | "upper" | "other" {
  if (character >= "0" && character <= "9") return "digit";
  if (character >= "a" && character <= "z") return "lower";
  return character >= "A" && character <= "Z" ? "upper" : "other";
}

function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const one of value) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / value.length) * Math.log2(count / value.length), 0);
}
