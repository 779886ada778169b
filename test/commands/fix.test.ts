import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listFiles } from "../../src/check/index.ts";
import { fixCode } from "../../src/commands/check/fix.ts";
import type { Context } from "../../src/commands/context.ts";
import type { Asker } from "../../src/commands/new/ask.ts";
import { architectureOf } from "../check/project.ts";
import { contentsOf, projectFiles, save, temporaryFolder } from "../workspace/project.ts";
import { keybeam, memorySink } from "./io.ts";

const spec = `keybeam: 1
name: plain
layers:
  api: { paths: ["src/api/**"], uses: [domain], typesOf: [data] }
  domain: { paths: ["src/domain/**"] }
  data: { paths: ["src/data/**"], uses: [domain] }
`;
const files = {
  "architecture.yaml": spec,
  "src/api/a.ts": `import { Row } from "../data/row.ts";\nimport { run } from "../data/run.ts";\nexport type R = Row;\nrun();\n`,
  "src/domain/rows.ts": `import { run } from "../data/run.ts";\nexport const rows = run;\n`,
  "src/data/row.ts": "export interface Row { id: string }\n",
  "src/data/run.ts": "export const run = () => 1;\n",
  "src/domain/other.ts": "export {};\n",
  "src/data/all.ts": `import { rows } from "../domain/rows.ts";\nrows();\n`,
};

function project(extra: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries({ ...files, ...extra })) save(folder, path, text);
  return folder;
}

const typed = files["src/api/a.ts"].replace("import { Row }", "import type { Row }");

describe("check --fix", () => {
  it("shows the plan, makes the fixes and reports what is left", async () => {
    const folder = project();
    const { code, stdout, stderr } = await keybeam(folder, ["check", "--fix", "--yes"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error layer-uses src\/api\/a.ts:2:21 [^\n]*\n[\s\S]*1 error, 0 warnings; 6 files, 4 imports, 0 unresolved, 2 fixes\n$/);
    expect(stdout).not.toContain("--fix");
    expect(stderr).toContain("2 fixes in 3 files:\n  src/api/a.ts: import Row as a type alone\n  src/domain/rows.ts: move to src/data/rows.ts\n");
    expect(stderr).toContain(`\nsrc/domain/rows.ts → src/data/rows.ts\n@@ -1,2 +1,2 @@\n-import { run } from "../data/run.ts";\n+import { run } from "./run.ts";\n`);
    const { "src/domain/rows.ts": _, ...others } = files;
    expect(projectFiles(folder)).toEqual({ ...others, "src/api/a.ts": typed, "src/data/rows.ts": `import { run } from "./run.ts";\nexport const rows = run;\n`, "src/data/all.ts": `import { rows } from "./rows.ts";\nrows();\n` });
    expect(await keybeam(folder, ["check", "--fix", "--yes"])).toMatchObject({ code: 1, stderr: "" });
  });

  it("writes nothing where nobody can be asked, and names the flag", async () => {
    const folder = project();
    const { code, stderr } = await keybeam(folder, ["check", "--fix"]);
    expect(code).toBe(2);
    expect(stderr).toContain("command-line --yes: Nobody can be asked here, and nothing was written.");
    expect(projectFiles(folder)).toEqual(files);
  });

  it.each([["pretty"], ["json"]])("with --dry-run prints the plan only (%s)", async (format) => {
    const folder = project();
    const { code, stdout, stderr } = await keybeam(folder, ["check", "--fix", "--dry-run", "--format", format]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const text: string = format === "json" ? JSON.parse(stdout).text : stdout;
    expect(text).toMatch(/^2 fixes in 3 files:\n[\s\S]*\+import type \{ Row \}/);
    expect(text).not.toContain("error");
    expect(contentsOf(folder)).toMatchObject(files);
    const clean = temporaryFolder();
    save(clean, "architecture.yaml", `${spec}check: { rules: { empty-layer: "off" } }\n`);
    save(clean, "src/data/row.ts", files["src/data/row.ts"]);
    expect(await keybeam(clean, ["check", "--fix", "--dry-run"])).toEqual({ code: 0, stdout: "There is no fix that is certain.\n", stderr: "" });
  });

  it.each([
    [["--dry-run"], "--dry-run: It goes with --fix alone."],
    [["--yes"], "--yes: It goes with --fix alone."],
    [["--fix", "--watch"], "cannot be used with option '--watch'"],
    [["--fix", "--baseline-write"], "cannot be used with option '--baseline-write'"],
    [["--fix", "--dry-run", "--format", "agent"], "A plan cannot be written as agent."],
  ])("refuses %j", async (flags, why) => {
    const { code, stdout, stderr } = await keybeam(project(), ["check", ...flags]);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain(why);
  });

  it("says in a finding's help that a fix is offered, in every format", async () => {
    const { stdout } = await keybeam(project(), ["check", "--format", "agent"]);
    const offered = stdout.trimEnd().split("\n").map((line) => [/^[^ ]+/.exec(line)?.[0], line.includes("`keybeam check --fix` does it.")]);
    expect(offered).toEqual([["src/api/a.ts:1:21", true], ["src/api/a.ts:2:21", false], ["src/domain/rows.ts:1:21", true], ["3", false]]);
  });

  it("moves nothing that was generated", async () => {
    const entry = { base: "0".repeat(64), mode: "644", ownership: "merged", keybeam: "1" };
    const folder = project({ ".keybeam/manifest.json": JSON.stringify({ version: 1, files: { "src/domain/rows.ts": entry } }) });
    expect((await keybeam(folder, ["check", "--fix", "--dry-run"])).stdout).toContain("1 fix in 1 file:\n  src/api/a.ts");
  });

  it("with --changed fixes what changed, and finds it in its new place", async () => {
    const folder = project();
    const git = (...args: readonly string[]) => execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: folder, stdio: "pipe" });
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "first");
    save(folder, "src/domain/rows.ts", `${files["src/domain/rows.ts"]}import "./none.ts";\n`);
    const { stdout } = await keybeam(folder, ["check", "--fix", "--yes", "--changed"]);
    expect(stdout).toMatch(/^error unresolved-import src\/data\/rows.ts:3:8 /);
    expect(stdout).toContain("1 error, 0 warnings");
    expect(readFileSync(join(folder, "src/api/a.ts"), "utf8")).toBe(files["src/api/a.ts"]);
  });

  it("ends what an earlier run began, which a dry run only reports", async () => {
    const folder = project({ ".keybeam/tx/journal.json": JSON.stringify({ version: 1, manifest: null, steps: [] }) });
    expect((await keybeam(folder, ["check", "--fix", "--dry-run"])).stderr).toContain("unfinished-transaction");
    expect((await keybeam(folder, ["check", "--fix", "--yes"])).stdout).toContain("2 fixes");
    expect(existsSync(join(folder, ".keybeam/tx"))).toBe(false);
  });
});

describe("on a terminal", () => {
  function run(folder: string, confirm: Asker["confirm"]) {
    const context: Context = { io: { cwd: folder, env: {}, stdin: { isTty: true }, stdout: memorySink(true), stderr: memorySink(true) }, format: "pretty", strict: false, say: () => {} };
    const asker: Asker = { begin: () => {}, end: () => {}, text: async () => "", select: async () => "", confirm };
    return fixCode(context, { architecture: architectureOf(spec), folder, project: listFiles(folder), missed: () => null }, {}, { fix: true }, () => asker);
  }

  it("asks first, and takes no for an answer", async () => {
    const folder = project();
    const asked: string[] = [];
    const { result } = await run(folder, async (message) => asked.push(message) < 0);
    expect(asked).toEqual(["Change these 3 files?"]);
    expect(result?.diagnostics[0]?.message).toBe("You said no; nothing was written.");
    expect(projectFiles(folder)).toEqual(files);
    expect(await run(folder, async () => true)).toMatchObject({ result: null, fixes: 2 });
    expect(readFileSync(join(folder, "src/api/a.ts"), "utf8")).toBe(typed);
  });

  it("writes nothing where a file was saved while it asked", async () => {
    const folder = project();
    const { result } = await run(folder, async () => {
      save(folder, "src/data/all.ts", "// mine\n");
      return true;
    });
    expect(result).toMatchObject({ exitCode: 2, diagnostics: [{ rule: "conflict", at: { file: "src/data/all.ts" } }] });
    expect(projectFiles(folder)).toEqual({ ...files, "src/data/all.ts": "// mine\n" });
  });
});
