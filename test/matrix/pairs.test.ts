import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

type Choice = Readonly<Record<string, string>>;

interface Said {
  readonly choices: readonly Choice[];
  readonly printed: { readonly had: number; readonly possible: number };
  /** Of one case fewer. */
  readonly fewer: { readonly had: number; readonly possible: number };
  /** For each place and each way of saying who there is: the levels that go with them, by their factors. */
  readonly together: readonly (readonly (readonly [name: string, level: string])[])[];
}

const program = `Promise.all(["factors", "pairs"].map((name) => import("./scripts/matrix/" + name + ".mjs"))).then(([{ factors }, { pairwise, coverage }]) => {
  const choices = pairwise();
  const together = Object.keys(factors.topology).flatMap((topology) => Object.keys(factors.auth).map((auth) => {
    const all = Object.entries(factors).flatMap(([name, levels]) => Object.keys(levels).map((level) => [name, level]));
    return all.filter(([name, level]) => ({ topology, auth }[name] ?? level) === level && (factors[name][level].when?.(name, { topology, auth }) ?? true));
  }));
  console.log(JSON.stringify({ choices, printed: coverage(choices), fewer: coverage(choices.slice(1)), together }));
})`;

it("has every pair of levels that go together, and prints how many; of a case fewer it says what is missing", () => {
  const said: Said = JSON.parse(execFileSync(process.execPath, ["-e", program], { encoding: "utf8" }));
  const text = ([name, level]: readonly [string, string]): string => `${name}=${level}`;
  const pairsOf = (levels: readonly (readonly [string, string])[]): readonly string[] =>
    levels.flatMap((a) => levels.filter((b) => a[0] < b[0]).map((b) => `${text(a)} ${text(b)}`));
  const possible = new Set(said.together.flatMap(pairsOf));
  const had = new Set(said.choices.flatMap((one) => pairsOf(Object.entries(one))));
  expect([...possible].filter((one) => !had.has(one))).toEqual([]);
  expect(possible).toContain("auth=oidc deployment=cut");
  expect(said.printed).toEqual({ had: possible.size, possible: possible.size });
  expect(said.fewer.had).toBeLessThan(said.fewer.possible);
});
