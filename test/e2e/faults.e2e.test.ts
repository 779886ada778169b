import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { run } from "./support/command.ts";

interface Verdict {
  readonly injected: readonly { readonly name: string }[];
  readonly found: readonly { readonly kind: string; readonly text: string }[];
  readonly figures: { readonly requests: number; readonly events: number; readonly deposits: number };
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What the script says in JSON, whether or not it found something. */
const told = <Result>(args: readonly string[]): Result => {
  const { stdout, stderr } = run(process.execPath, ["scripts/faults.mjs", ...args, "--json"], { cwd: root });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Result;
};

describe("a generated backend under load, while one thing after the other fails", () => {
  test.each([
    ["modular-monolith", 15],
    ["microservices", 20],
  ])("loses nothing and does nothing twice as %s", (topology, faults) => {
    const [verdict] = told<readonly Verdict[]>(["--topology", topology, "--faults", String(faults), "--seed", "7"]);
    expect(verdict?.found).toEqual([]);
    expect(verdict?.injected).toHaveLength(faults);
    // A checker that has nothing to look at finds nothing.
    expect(verdict?.figures.requests).toBeGreaterThan(1_000);
    expect(verdict?.figures.events).toBeGreaterThan(50);
    expect(verdict?.figures.deposits).toBeGreaterThan(50);
  });

  test("is seen to do things twice without its inbox", () => {
    const seen = told<readonly { isRed: boolean }[]>(["--mutants", "--name", "no inbox"]);
    expect(seen.map(({ isRed }) => isRed)).toEqual([true]);
  });
});
