import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { run } from "./support/command.ts";

interface Row {
  readonly id: string;
  readonly status: "passed" | "failed" | "not applicable";
  readonly faults?: readonly string[];
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What the script says in JSON, whether or not it found something. */
const told = <Result>(script: string, args: readonly string[]): Result => {
  const { stdout, stderr } = run(process.execPath, [`scripts/${script}`, ...args, "--json"], { cwd: root });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Result;
};

describe("the table of what a backend must hold from outside", () => {
  test.each(["modular-monolith", "microservices"])("holds row by row for the shop as %s", (topology) => {
    const [{ results }] = told<[{ results: readonly Row[] }]>("black-box.mjs", ["--spec", "shop", "--topology", topology]);
    expect(results.filter(({ status }) => status === "failed")).toEqual([]);
    // The others do not concern the shop: it has no tenants, no files and no keys.
    expect(results.filter(({ status }) => status === "passed").length).toBeGreaterThan(30);
  });

  test("goes red for a backend that is weaker", () => {
    const weaker = ["who has no token is let in", "bodies are not held to their schema", "refusals are no problems"];
    const seen = told<readonly { isRed: boolean }[]>("black-box-mutants.mjs", weaker.flatMap((name) => ["--only", name]));
    expect(seen.map(({ isRed }) => isRed)).toEqual([true, true, true]);
  });
});
