import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { watching } from "../../src/commands/check/watch.ts";
import { within } from "../../src/commands/check/deadline.ts";
import { save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const spec = `keybeam: 1
name: plain
layers:
  high: { paths: ["src/high/**"], uses: [low] }
  low: { paths: ["src/low/**"] }
`;

function project(text = spec): string {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", text);
  save(folder, "src/high/a.ts", "export const a = 1;\n");
  save(folder, "src/low/b.ts", `import "../high/a.ts";\n`);
  return folder;
}

describe("reports", () => {
  it("go to several places at once", async () => {
    const folder = project();
    const { code, stdout } = await keybeam(folder, ["check", "--format", "sarif=out/r.sarif,agent", "--format", "junit", "--output", "out/r.xml"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^src\/low\/b.ts:1:8 error layer-uses: .* \| fix: .* \| see: architecture.yaml:5:3/);
    expect(JSON.parse(readFileSync(join(folder, "out/r.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
    expect(readFileSync(join(folder, "out/r.xml"), "utf8")).toContain("<testsuites");
    expect(await keybeam(folder, ["check", "--format", "json=r.json"])).toEqual({ code: 1, stdout: "", stderr: "1 error, 0 warnings; 2 files, 1 import, 0 unresolved\n" });
  });

  it("go to the one file that is named, before the one format or after it", async () => {
    const folder = project();
    const said = { code: 1, stdout: "", stderr: expect.stringContaining("1 error, 0 warnings;") };
    expect(await keybeam(folder, ["check", "--output", "r.json", "--format", "json"])).toEqual(said);
    expect(JSON.parse(readFileSync(join(folder, "r.json"), "utf8"))).toMatchObject({ command: "check" });
  });

  it.each([
    [["--output", "a", "--format", "sarif,json"], "It follows the --format"],
    [["--output", "a", "--output", "b"], "It follows the --format"],
    [["--format", "sarif,json"], "Two would go to stdout"],
    [["--format", "sarif=a,json=a"], "Two would go to one file"],
    [["--output", "a"], "It follows the --format"],
    [["--format", "xml"], "It is one of pretty, json, sarif"],
    [["--format", "sarif="], "It needs a value"],
  ])("refuse %j", async (flags, why) => {
    const { code, stderr } = await keybeam(project(), ["check", ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });

  it("that could not be written are a failure", async () => {
    const { code, stderr } = await keybeam(project(), ["check", "--format", "json=architecture.yaml/x"]);
    expect(code).toBe(2);
    expect(stderr).toContain("could not be written: ");
  });
});

describe("the baseline", () => {
  const flags = ["check", "--baseline-write"];

  it("is written once, holds, and shrinks", async () => {
    const folder = project();
    expect(await keybeam(folder, flags)).toMatchObject({ code: 0, stdout: "0 errors, 0 warnings; 2 files, 1 import, 0 unresolved, 1 known, 0 fixed\n" });
    expect((await keybeam(folder, ["check"])).code).toBe(0);
    save(folder, "src/low/b.ts", "");
    save(folder, "src/low/c.ts", `import "../high/a.ts";\n`);
    expect(await keybeam(folder, flags)).toMatchObject({ code: 1, stderr: expect.stringContaining(".keybeam/baseline.json may only shrink. To begin it anew, delete it") });
    expect(readFileSync(join(folder, ".keybeam/baseline.json"), "utf8")).toBe(`{\n  "version": 1,\n  "findings": []\n}\n`);
  });

  it("that the spec names must be there and be one", async () => {
    const folder = project(`${spec}check: { baseline: known.json }\n`);
    expect((await keybeam(folder, ["check"])).stderr).toContain("bad-baseline known.json:1:1 There is no known.json");
    save(folder, "known.json", "{}");
    expect(await keybeam(folder, flags)).toMatchObject({ code: 2, stderr: expect.stringContaining("no baseline that keybeam wrote") });
  });

  it("is not written through a link", async () => {
    const [folder, outside] = [project(), temporaryFolder()];
    symlinkSync(outside, join(folder, ".keybeam"));
    expect(await keybeam(folder, flags)).toMatchObject({ code: 2 });
    expect(existsSync(join(outside, "baseline.json"))).toBe(false);
  });
});

describe("--changed", () => {
  const git = (cwd: string, ...args: string[]): string => execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", ...args], { cwd, encoding: "utf8" });

  it("says what the changes since a commit are to blame for", async () => {
    const folder = project();
    git(folder, "init", "-q", "-b", "main");
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "first");
    expect((await keybeam(folder, ["check", "--changed"])).code).toBe(0);
    save(folder, "src/high/a.ts", "export const a = 2;\n");
    expect((await keybeam(folder, ["check", "--changed"])).code).toBe(1);
    git(folder, "commit", "-qam", "second");
    expect((await keybeam(folder, ["check", "--changed"])).code).toBe(0);
    expect((await keybeam(folder, ["check", "--changed", "HEAD~1"])).code).toBe(1);
    save(folder, "src/low/ü new.ts", `import "../high/a.ts";\n`);
    expect((await keybeam(folder, ["check", "--changed", "--format", "agent"])).stdout).toMatch(/^src\/low\/ü new.ts:1:8 error/);
    save(folder, "architecture.yaml", `${spec}\n`);
    expect((await keybeam(folder, ["check", "--changed"])).stdout).toContain("2 errors");
  });

  it("knows the code as it was, and so what nobody imports any more", async () => {
    const folder = project();
    save(folder, "architecture.yaml", `${spec}check: { rules: { orphan: error } }\n`);
    save(folder, "src/low/ü é.ts", `import "./last.ts";\n// ${"ß".repeat(1000)}\n`);
    save(folder, "src/low/gone.ts", `import "./lost.ts";\n`);
    for (const name of ["last", "lost", "ever"]) save(folder, `src/low/${name}.ts`, "export {};\n");
    git(folder, "init", "-q", "-b", "main");
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "first");
    const orphans = async (): Promise<readonly string[]> => [...(await keybeam(folder, ["check", "--changed", "--format", "agent"])).stdout.matchAll(/^(\S+):1:1 error orphan/gm)].map(([, path]) => path ?? "");
    expect(await orphans()).toEqual([]);
    save(folder, "src/low/ü é.ts", `// ${"ß".repeat(1000)}\n`);
    rmSync(join(folder, "src/low/gone.ts"));
    expect(await orphans()).toEqual(["src/low/last.ts", "src/low/lost.ts"]);
  });

  it("runs nothing that the repository names", async () => {
    const folder = project();
    git(folder, "init", "-q");
    save(folder, ".gitattributes", "*.ts filter=evil diff=evil\n");
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "first");
    for (const key of ["core.fsmonitor", "diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.clean"]) git(folder, "config", key, `touch ${join(folder, "canary")}; false`);
    save(folder, "src/high/a.ts", "export const a = 3;\n");
    expect((await keybeam(folder, ["check", "--changed"])).code).toBe(1);
    expect(existsSync(join(folder, "canary"))).toBe(false);
  });

  it("takes everything for new before the first commit", async () => {
    const folder = project();
    git(folder, "init", "-q");
    git(folder, "add", "architecture.yaml", "src/high");
    expect((await keybeam(folder, ["check", "--changed"])).stdout).toContain("1 error");
    expect((await keybeam(folder, ["check", "--changed=main"])).code).toBe(2);
  });

  it.each([[["--changed"]], [["--changed=no-such"]], [["--changed=--output=x"]]])("without an answer is no pass: %j", async (flags) => {
    expect(await keybeam(project(), ["check", ...flags])).toMatchObject({ code: 2, stdout: "" });
  });
});

it("gives up when its time is over", () => {
  let now = 0;
  const read = (): readonly [string, ""] => ["", ""];
  const { project: slow, missed } = within(10, { paths: [], unlisted: [], read }, () => now);
  expect(slow.read("a.ts")).toEqual(["", ""]);
  expect(missed()).toBeNull();
  now = 11;
  expect(slow.read("b.ts")[0]).toBeNull();
  expect(missed()?.message).toContain("1 file had been read");
});

it.each(["0s", "x", "1h", "-1s"])("takes no time like %s", async (time) => {
  expect((await keybeam(project(), ["check", `--timeout=${time}`])).code).toBe(2);
});

it("names the rule that a mistyped severity meant", async () => {
  const folder = project(`${spec}check: { rules: { layer-use: warn } }\n`);
  for (const command of ["check", "validate"]) {
    const { code, stdout, stderr } = await keybeam(folder, [command]);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain("unknown-rule architecture.yaml:6");
    expect(stdout + stderr).toContain("Did you mean `layer-uses`?");
  }
});

it.each([
  ["locked", "The severity of `locked` cannot be changed.", "Take it out."],
  ["unknown-name", "The severity of `unknown-name` cannot be changed.", "Take it out."],
  ["bad-baseline", "The severity of `bad-baseline` cannot be changed.", "Take it out."],
])("takes no severity for %s, which is always an error", async (rule, message, help) => {
  const { code, stderr } = await keybeam(project(`${spec}check: { rules: { ${rule}: "off" } }\n`), ["check"]);
  expect(code).toBe(2);
  expect(stderr).toContain(`unknown-rule architecture.yaml:6:19 ${message}`);
  expect(stderr).toContain(`help: ${help}`);
});

it.each(["cycles", "unused-ignore", "unheard-event", "unmatched-glob"])("takes a severity for %s", async (rule) => {
  const { stderr } = await keybeam(project(`${spec}check: { rules: { ${rule}: warn } }\n`), ["check"]);
  expect(stderr).toBe("");
});

describe("--watch", () => {
  it("does not wait for a folder that is not there", async () => {
    expect((await keybeam(temporaryFolder(), ["check", "nowhere/architecture.yaml", "--watch"])).code).toBe(2);
  });

  it("comes back after a change of code or configuration, in new folders too, and after nothing else", async () => {
    const folder = project();
    const { change, end } = watching(folder);
    const changes: string[] = [];
    const during = async (what: string, act: () => void): Promise<void> => {
      act();
      await Promise.race([change().then(() => changes.push(what)), new Promise((done) => setTimeout(done, 600))]);
    };
    await during("code", () => save(folder, "src/low/b.ts", ""));
    await during("folder", () => save(folder, "src/low/deep/c.ts", ""));
    await during("new code", () => save(folder, "src/low/deep/c.ts", "export {};"));
    await during("spec", () => save(folder, "architecture.yaml", `${spec}\n`));
    await during("report", () => save(folder, "report.json", "{}"));
    end();
    expect(changes).toEqual(["code", "folder", "new code", "spec"]);
  });
});
