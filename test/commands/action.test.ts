import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { save, temporaryFolder } from "../workspace/project.ts";

const action = parse(readFileSync("action.yml", "utf8"));
const [step] = action.runs.steps;

/** Runs the action's script with inputs as GitHub hands them over; what keybeam would be called with, an argument a line. */
function calledWith(inputs: Readonly<Record<string, string>>): readonly string[] {
  const folder = temporaryFolder();
  save(folder, "bin/npx", '#!/bin/sh\nprintf "%s\\n" "$@"\n');
  chmodSync(join(folder, "bin/npx"), 0o755);
  const given = Object.fromEntries(
    Object.entries<string>(step.env).map(([name, value]) => {
      const input = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value)?.[1] ?? "";
      return [name, inputs[input] ?? action.inputs[input].default];
    }),
  );
  const env = { PATH: `${join(folder, "bin")}:${process.env.PATH}`, GITHUB_STEP_SUMMARY: "summary.md", ...given };
  const { status, stdout } = spawnSync("bash", ["-eo", "pipefail", "-c", step.run], { cwd: folder, env, encoding: "utf8" });
  expect(status).toBe(0);
  expect(existsSync(join(folder, "canary"))).toBe(false);
  return stdout.trimEnd().split("\n");
}

const usual = ["--format", "github", "--format", "sarif=keybeam.sarif", "--format", "markdown=summary.md"];

it("calls the version of keybeam that it came with", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(calledWith({})).toEqual(["--yes", `keybeam@${version}`, "check", ...usual, "--", "architecture.yaml"]);
  expect(readFileSync("docs/ci.md", "utf8").match(/keybeam@[\d.]+/g)).toEqual([`keybeam@${version}`, `keybeam@${version}`]);
});

it("hands its inputs on", () => {
  const asked = calledWith({ changed: "origin/main", "inline-config": "false", strict: "true", spec: "a b/architecture.yaml" });
  expect(asked.slice(3)).toEqual([...usual, "--changed=origin/main", "--no-inline-config", "--strict", "--", "a b/architecture.yaml"]);
});

it("takes no input for a command", () => {
  const evil = '"; touch canary; $(touch canary) `touch canary`';
  expect(calledWith({ spec: evil, changed: evil, sarif: evil }).at(-1)).toBe(evil);
});
