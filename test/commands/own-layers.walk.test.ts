import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

/** keybeam's own sources under their own architecture.yaml, to plant a violation in. */
function copyOfKeybeam(): string {
  const folder = temporaryFolder();
  for (const path of ["src", "bin", "schemas", "architecture.yaml", "package.json", "tsconfig.json", "vitest.config.ts"]) cpSync(path, join(folder, path), { recursive: true });
  // A glob under `check.exclude` that fits no file is a finding.
  for (const excluded of ["test", "bench", "scripts", "examples", "templates"]) save(folder, `${excluded}/one.ts`, "export {};\n");
  return folder;
}

const planted = [
  ["a room that imports another", "src/report/planted.ts", 'import { readSpec } from "../spec/index.ts";\nreadSpec("", "");\n', "layer-uses"],
  ["a room that imports a command", "src/spec/planted-command.ts", 'import { check } from "../commands/check.ts";\nvoid check;\n', "layer-uses"],
  ["a noun that imports a room", "src/model/planted.ts", 'import { render } from "../report/index.ts";\nvoid render;\n', "layer-uses"],
  ["a big dependency outside its room", "src/workspace/planted.ts", 'import { parse } from "commander";\nvoid parse;\n', "package-allowed"],
  ["a disk in a pure room", "src/report/planted-disk.ts", 'import { readFileSync } from "node:fs";\nvoid readFileSync;\n', "builtin-allowed"],
  ["a file in no layer", "src/planted/index.ts", "export const planted = 1;\n", "unplaced-file"],
  ["an import that leads nowhere", "src/spec/planted-nowhere.ts", 'import "./nowhere.ts";\n', "unresolved-import"],
] as const;

describe("keybeam's own layers", () => {
  it("hold", async () => {
    const { code, stdout, stderr } = await keybeam(".", ["check"]);
    expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: "" });
    expect(stdout).toMatch(/0 errors, 0 warnings; \d{3,} files, \d{3,} imports, 0 unresolved/);
  });

  it("are broken by every planted file, each with its own finding, and by nothing else", async () => {
    const folder = copyOfKeybeam();
    for (const [, path, text] of planted) save(folder, path, text);
    const { code, stdout } = await keybeam(folder, ["check", "--format", "json"]);
    expect(code).toBe(1);
    const { diagnostics } = JSON.parse(stdout);
    for (const [what, path, , rule] of planted)
      expect(diagnostics, what).toContainEqual(expect.objectContaining({ rule, severity: "error", at: expect.objectContaining({ file: path }) }));
    // One planted import can break a second rule as well, reported where the layers are named; no other source is blamed.
    expect(diagnostics.map((one: Diagnostic) => one.at.file).filter((file: string) => file.startsWith("src/") && !file.includes("planted"))).toEqual([]);
    for (const [, path] of planted) rmSync(join(folder, path));
    expect((await keybeam(folder, ["check"])).code).toBe(0);
  });
});
