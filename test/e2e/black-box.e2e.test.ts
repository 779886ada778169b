import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { run } from "./support/command.ts";

interface Row {
  readonly id: string;
  readonly status: "passed" | "failed" | "not applicable";
  readonly faults?: readonly string[];
}

const script = fileURLToPath(new URL("../../scripts/black-box.mjs", import.meta.url));

const attack = (topology: string): readonly Row[] => {
  const { stdout, stderr } = run(process.execPath, [script, "--spec", "shop", "--topology", topology, "--json"], { cwd: "." });
  if (stdout === "") throw new Error(stderr);
  const [{ results = [] } = {}] = JSON.parse(stdout) as { results: readonly Row[] }[];
  return results;
};

describe("the table of what a backend must hold from outside", () => {
  test.each(["modular-monolith", "microservices"])("holds row by row for the shop as %s", (topology) => {
    const results = attack(topology);
    expect(results.filter(({ status }) => status === "failed")).toEqual([]);
    expect(results.filter(({ status }) => status === "passed").length).toBeGreaterThan(5);
  });
});
