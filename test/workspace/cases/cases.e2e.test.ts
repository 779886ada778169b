import { expect, it } from "vitest";
import { randomOf } from "./random.ts";
import { type Found, fresh, runCase } from "./run-case.ts";
import { renderings } from "./specs.ts";

const cases = Number(process.env["KEYBEAM_MERGE_CASES"] ?? "300");
const seed = Number(process.env["KEYBEAM_MERGE_SEED"] ?? "1");

it(`loses nothing in ${cases} runs over edited projects, and seldom asks`, () => {
  const random = randomOf(seed);
  const trees = renderings(random, 12);
  const first = trees.map(fresh);
  const found: Found[] = [];
  for (let n = 0; n < cases; n += 1) {
    const [from, to] = [random.below(trees.length), random.below(trees.length)];
    const result = runCase(first[from] ?? new Map(), trees[from] ?? [], trees[to] ?? [], random);
    expect(result.losses, `case ${n} of seed ${seed}`).toEqual([]);
    found.push(result);
  }
  const sum = (of: (one: Found) => number): number => found.reduce((total, one) => total + of(one), 0);
  const asked = found.flatMap(({ disjointConflicts }) => disjointConflicts);
  const disjoint = sum((one) => one.disjoint);
  console.info(`${cases} cases: ${sum((one) => one.merges)} merges, ${sum((one) => one.conflicts)} conflicts; ${asked.length} conflicts of ${disjoint} files whose two changes touch different declarations or keys`);
  if (process.env["KEYBEAM_MERGE_SHOW"] !== undefined) console.info(asked.join("\n"));
  expect(disjoint).toBeGreaterThan(cases / 10);
  expect(asked.length / disjoint).toBeLessThanOrEqual(0.05);
});
