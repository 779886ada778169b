import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { save } from "../workspace/project.ts";
import { type Ended, mustRun, run } from "./support/command.ts";

/** A repository that has the packed keybeam installed, and layers with nothing wrong. */
const repository = realpathSync(mkdtempSync(join(tmpdir(), "keybeam-ci-")));
const git = (...args: readonly string[]): Ended => run("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: repository, env: { PATH: `${join(repository, "node_modules/.bin")}:${process.env.PATH}` } });

beforeAll(() => {
  const [packed] = JSON.parse(mustRun("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", repository], { cwd: process.cwd() }).stdout);
  save(repository, "package.json", '{ "private": true, "type": "module" }\n');
  mustRun("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${packed.filename}`], { cwd: repository });
  save(repository, ".gitignore", "node_modules/\n*.tgz\n*.sarif\nsummary.md\n");
  save(repository, "architecture.yaml", 'keybeam: 1\nlayers:\n  high: { paths: ["src/high/**"], uses: [low] }\n  low: { paths: ["src/low/**"] }\n');
  save(repository, "src/high/a.ts", 'import "../low/b.ts";\n');
  save(repository, "src/low/b.ts", "export {};\n");
  git("init", "-q");
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

const wrong = 'import "../high/a.ts";\n';

describe("the composite action", () => {
  const action = parse(readFileSync("action.yml", "utf8"));

  /** Runs each step as a runner does; npx finds the installed version of keybeam, which is the one that the action names. */
  function act(inputs: Readonly<Record<string, string>> = {}): Ended {
    writeFileSync(join(repository, "summary.md"), "");
    let ended: Ended = { status: null, stdout: "", stderr: "" };
    for (const step of action.runs.steps) {
      const given = Object.entries<string>(step.env).map(([name, value]) => {
        const [, input = ""] = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value) ?? [];
        return [name, inputs[input] ?? action.inputs[input].default];
      });
      ended = run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], { cwd: repository, env: { ...Object.fromEntries(given), GITHUB_STEP_SUMMARY: join(repository, "summary.md"), npm_config_offline: "true" } });
      if (ended.status !== 0) break;
    }
    return ended;
  }

  it("fails a job that has a violation, at its line, and passes one that has none", () => {
    expect(act()).toMatchObject({ status: 0, stdout: "0 errors, 0 warnings; 2 files, 1 import, 0 unresolved\n" });
    save(repository, "src/low/b.ts", wrong);
    const { status, stdout } = act({ sarif: "out.sarif" });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=src\/low\/b\.ts,line=1,/m);
    expect(JSON.parse(readFileSync(join(repository, "out.sarif"), "utf8")).runs[0].results).toHaveLength(2);
    expect(readFileSync(join(repository, "summary.md"), "utf8")).toContain("src/low/b.ts");
    save(repository, "src/low/b.ts", "export {};\n");
    expect(act().status).toBe(0);
  });
});

describe("the hook before a commit", () => {
  const [hook] = parse(readFileSync(".pre-commit-hooks.yaml", "utf8"));

  it("lets the first commit pass, stops one with a violation, and lets it pass once it is mended", () => {
    writeFileSync(join(repository, ".git/hooks/pre-commit"), `#!/bin/sh\nexec ${hook.entry}\n`, { mode: 0o755 });
    git("add", ".");
    expect(git("commit", "-qm", "first")).toMatchObject({ status: 0 });
    save(repository, "src/low/b.ts", wrong);
    git("add", ".");
    const stopped = git("commit", "-qm", "second");
    expect(stopped.status).toBe(1);
    expect(stopped.stdout + stopped.stderr).toContain("error layer-uses src/low/b.ts:1:8");
    expect(git("log", "--oneline").stdout.trim().split("\n")).toHaveLength(1);
    save(repository, "src/low/b.ts", "export const b = 1;\n");
    git("add", ".");
    expect(git("commit", "-qm", "second")).toMatchObject({ status: 0 });
  });
});
