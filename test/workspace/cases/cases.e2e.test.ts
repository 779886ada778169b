import { expect, it } from "vitest";
import { randomOf } from "../../../scripts/random.mjs";
import { type Found, fresh, runCase } from "./run-case.ts";
import { renderings } from "./specs.ts";
import { type WarmCompiler, warmCompiler } from "./warm-compiler.ts";

const env = process.env;
const cases = Number(env["KEYBEAM_MERGE_CASES"] ?? "300");
const seed = Number(env["KEYBEAM_MERGE_SEED"] ?? "1");
/** One in so many is compiled, where a project is named whose packages are installed. */
const compileEvery = Number(env["KEYBEAM_MERGE_COMPILE_EVERY"] ?? "10");
const installed = env["KEYBEAM_MERGE_PROJECT"];

it(`loses nothing in ${cases} runs over edited projects, and seldom asks`, () => {
  const random = randomOf(seed);
  const trees = renderings(random, 12);
  const first = trees.map(fresh);
  const compiler: WarmCompiler | null = installed === undefined ? null : warmCompiler(installed);
  const found: Found[] = [];
  for (let n = 0; n < cases; n += 1) {
    const [from, to] = [random.below(trees.length), random.below(trees.length)];
    const result = runCase(first[from] ?? new Map(), trees[from] ?? [], trees[to] ?? [], random, n % compileEvery === 0 ? compiler : null);
    expect(result.losses, `case ${n} of seed ${seed}`).toEqual([]);
    found.push(result);
    if (found.length % 250 === 0 && found.length < cases) console.info(figures(found));
  }
  const asked = found.flatMap(({ disjointConflicts }) => disjointConflicts);
  console.info(figures(found));
  if (env["KEYBEAM_MERGE_SHOW"] !== undefined) console.info(asked.join("\n"));
  const disjoint = sum(found, (one) => one.disjoint);
  expect(disjoint).toBeGreaterThan(cases / 10);
  expect(asked.length / disjoint).toBeLessThanOrEqual(0.05);
});

const sum = (found: readonly Found[], of: (one: Found) => number): number => found.reduce((total, one) => total + of(one), 0);

function figures(found: readonly Found[]): string {
  const [asked, disjoint] = [sum(found, (one) => one.disjointConflicts.length), sum(found, (one) => one.disjoint)];
  const compiled = found.flatMap((one) => one.compiled ?? []);
  const merged = compiled.filter((one) => one.merged && one.oursDid);
  return [
    `${found.length} cases: ${sum(found, (one) => one.merges)} files merged, ${sum(found, (one) => one.conflicts)} conflicts, 0 losses; each was taken back by undo to the byte, and a second run changed nothing.`,
    `Of ${disjoint} files in which the edit and the change touch different declarations or keys, ${asked} were conflicts (${((100 * asked) / Math.max(disjoint, 1)).toFixed(1)}%).`,
    compiled.length === 0
      ? "None of it was compiled."
      : `${compiled.length} were compiled. Of the ${merged.length} that had compiled and were merged, ${merged.filter(({ breaks }) => !breaks).length} compile, and the others say in a conflict or a finding what does not; ${compiled.reduce((total, one) => total + one.heldBack, 0)} merges were held back as they did not compile.`,
  ].join("\n");
}
