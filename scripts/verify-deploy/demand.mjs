/** Where a good text comes from, what may not be in it, and the twins of it that each verifier must refuse before its word counts. */

/**
 * Runs a verifier on texts that must be clean, and first on bad twins of the first of them, each of which must be refused.
 * @param {string} name
 * @param {readonly string[]} texts
 * @param {Readonly<Record<string, (text: string) => string>>} twins what is wrong with each, and how it comes about
 * @param {(text: string) => readonly string[] | Promise<readonly string[]>} problemsOf
 */
export async function demand(name, texts, twins, problemsOf) {
  const [sample] = texts;
  if (sample === undefined) throw new Error(`${name}: nothing to look at`);
  for (const [fault, spoil] of Object.entries(twins)) {
    const twin = spoil(sample);
    if (twin === sample) throw new Error(`${name}: the bad twin "${fault}" is the good one`);
    if ((await problemsOf(twin)).length === 0) throw new Error(`${name}: the bad twin "${fault}" was not refused`);
  }
  const problems = (await Promise.all(texts.map(problemsOf))).flat();
  if (problems.length > 0) throw new Error(`${name}:\n${problems.join("\n")}`);
  process.stdout.write(`${name}: ${texts.length} clean; ${Object.keys(twins).length} bad twins refused\n`);
}

/** A twin in which some text stands for another. */
export const swap = (from, to) => (text) => text.replace(from, to);
