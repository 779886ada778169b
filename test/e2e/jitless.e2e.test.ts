import { execFileSync, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { save, temporaryFolder } from "../workspace/project.ts";

const keybeam = resolve("bin/keybeam.js");

it("finds the same where Node has no WebAssembly", () => {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", 'keybeam: 1\nname: x\ntopology: monolith\nlayers:\n  a: { paths: ["a/**"] }\n  b: { paths: ["b/**"] }\n');
  save(folder, "a/a.ts", 'export * from "../b/b.ts";\nvoid import("../b/b.ts");\n');
  save(folder, "b/b.ts", "export const b = /[/]import/.test(`${1}`);\n");
  const check = (...flags: readonly string[]) => {
    rmSync(`${folder}/.keybeam`, { recursive: true, force: true });
    const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, keybeam, "check", "--format", "json"], { cwd: folder, encoding: "utf8" });
    return { status, stderr, found: { status, report: stdout } };
  };
  expect(execFileSync(process.execPath, ["--jitless", "-p", "typeof WebAssembly"], { encoding: "utf8" }).trim()).toBe("undefined");
  const usual = check();
  expect(usual).toMatchObject({ status: 1, stderr: "" });
  expect(usual.found.report.match(/"layer-uses"/g)).toHaveLength(2);
  // On stderr V8 itself says what it lacks.
  expect(check("--jitless").found).toEqual(usual.found);
}, 60_000);
