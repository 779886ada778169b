import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ruleNames } from "../../src/commands/manuals.ts";
import { migrationFindings } from "../../src/commands/migrations.ts";
import { save, temporaryFolder } from "../workspace/project.ts";
import { keybeam, memorySink } from "./io.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");

function withSpec(): string {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  return folder;
}

describe("a finding on a spec that lies in no file", () => {
  it.each([
    ["--name", "Shop", "kebab-case"],
    ["--service", "User", "kebab-case"],
    ["--entity", "user", "PascalCase"],
    ["--fields", "title: strin", "strin"],
  ])("names %s and shows no line of another file", async (flag, given, said) => {
    const { code, stderr } = await keybeam(withSpec(), ["new", "../t", "--yes", flag, given]);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^error [a-z-]+ ${flag}: .*${said}`, "m"));
    expect(stderr).not.toMatch(/architecture\.yaml:\d| \| /);
  });

  it("names the flag that changed a spec that was read, and the file for all else", async () => {
    const folder = withSpec();
    const { code, stderr } = await keybeam(folder, ["new", "t", "--spec", "architecture.yaml", "--name", "Shop"]);
    expect({ code, named: stderr.includes("--name: ") }).toEqual({ code: 2, named: true });
    save(folder, "wrong.yaml", notes.replace("services:", "servces:"));
    expect((await keybeam(folder, ["new", "t", "--spec", "wrong.yaml", "--name", "x"])).stderr).toMatch(/wrong\.yaml:\d+:1 /);
  });
});

describe("a misused command line", () => {
  it.each([[["valdate"], "Did you mean validate?"], [["validate", "--strct"], "Did you mean --strict?"], [["new", "x", "--auth", "x"], "--help"]])("%j is a finding like any other", async (args, help) => {
    const folder = temporaryFolder();
    expect((await keybeam(folder, args)).stderr).toMatch(/^error command-line [A-Z][^\n]*\.\n {2}help: .*\n\n1 error, 0 warnings\n$/);
    const { code, stdout, stderr } = await keybeam(folder, [...args, "--format", "json"]);
    const { diagnostics, exitCode } = JSON.parse(stdout);
    expect({ code, exitCode, stderr }).toEqual({ code: 2, exitCode: 2, stderr: "" });
    expect(diagnostics).toMatchObject([{ rule: "command-line", at: null }]);
    expect(diagnostics[0].help).toContain(help);
  });

  it("has no place", async () => {
    const folder = withSpec();
    for (const args of [["new"], ["explain", "zzz"], ["check", "--changed", "--timeout", "x"], ["generate", "--restore", "x"], ["init", "nowhere"]])
      expect((await keybeam(folder, args)).stderr).not.toContain(":1:1");
  });
});

describe("the manuals", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts")).map((path) => readFileSync(join("src", path), "utf8"));
  const literal = /(?:\brule: |\bid: |\brule = |problem\(\s*|fileFault\(\s*|[fF]ault\([^;\n]*?, )"([a-z]+(?:-[a-z]+)*)"/g;

  it("explain every name that a finding bears", () => {
    const borne = new Set(sources.flatMap((text) => [...text.matchAll(literal)].map(([, name = ""]) => name)));
    expect([...borne]).toEqual(expect.arrayContaining(["conflict", "folder-in-use", "npm", "locked", "command-line", "spec-not-a-file", "replaced-migration", "bad-type", "layer-uses"]));
    expect([...borne].filter((name) => !ruleNames().includes(name))).toEqual([]);
  });

  it("are listed with a line of gist each, whole sentences without code cut in two", async () => {
    const lines = (await keybeam(temporaryFolder(), ["explain"])).stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual(ruleNames());
    for (const line of lines) expect(line).toMatch(/^[a-z-]+ {2}(?! )(?:[^`]|`[^`]*`)*\.$/);
  });

  it("are found by a part of their name", async () => {
    expect((await keybeam(temporaryFolder(), ["explain", "unheard"])).stderr).toContain("`keybeam explain unheard-event`");
    expect((await keybeam(temporaryFolder(), ["explain", "yaml"])).stderr).toContain("`keybeam explain yaml-anchor` or `keybeam explain yaml-directive`");
  });
});

describe("new", () => {
  it("says once how many files it made", async () => {
    const screen = memorySink(true);
    await keybeam(temporaryFolder(), ["new", "t", "--example", "notes", "--yes"], { stdout: screen, stderr: screen });
    expect(screen.text().match(/\d+ files: /g)).toHaveLength(1);
    expect(screen.text()).toContain("Next:\n");
  });

  it("quotes a folder that a shell would take apart", async () => {
    const { stdout } = await keybeam(temporaryFolder(), ["new", "Bad Name", "--example", "notes", "--yes"]);
    expect(stdout).toContain("  cd 'Bad Name'\n");
  });
});

describe("help", () => {
  it("names the examples, and no inner value", async () => {
    const folder = temporaryFolder();
    const text = (await keybeam(folder, ["new", "--help"])).stdout.replace(/\s+/g, " ");
    expect(text).toContain("start from this example: clinic, notes, shop, warehouse");
    expect((await keybeam(folder, ["check", "--help"])).stdout).not.toContain("preset");
  });
});

describe("a migration that is replaced", () => {
  it("is a warning where nobody knows the tables that were rendered, for a database may have run the old one", async () => {
    const folder = withSpec();
    await keybeam(folder, ["generate"]);
    for (const lost of ["base", "model"]) rmSync(join(folder, ".keybeam", lost), { recursive: true });
    save(folder, "architecture.yaml", notes.replace("pinned: bool = false", "pinned: bool = false, colour: optional(string(..20))"));
    for (const command of ["plan", "generate"]) {
      const { code, stderr } = await keybeam(folder, [command]);
      expect(code).toBe(command === "plan" ? 1 : 0);
      expect(stderr).toMatch(/warning replaced-migration \S+0001-create-tables\.ts:1:1 .*may be applied already: a database that has it will refuse to start until/);
    }
    expect((await keybeam(folder, ["generate"])).stderr).toBe("");
  });

  it("is none where it is new or only listed", () => {
    const file = (path: string, action: "create" | "replace") => ({ path, action, ownership: "merged" as const, reason: "" });
    const files = [file("src/services/a/data/migrations/index.ts", "replace"), file("src/services/a/data/migrations/0001-x.ts", "create")];
    expect(migrationFindings({ files, unwritten: [] }, "planned")).toEqual([]);
  });
});
