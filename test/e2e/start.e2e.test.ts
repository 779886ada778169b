import { spawnSync } from "node:child_process";
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

describe("a program that fails in a way that it did not foresee", () => {
  const folder = mkdtempSync(join(tmpdir(), "keybeam-start-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "dist"));
  for (const path of ["bin/keybeam.js", "bin/package.json", "dist/start.js", "dist/package.json"]) cpSync(join(import.meta.dirname, "../..", path), join(folder, path));

  const run = (program: string | null, ...args: readonly string[]) => {
    rmSync(join(folder, "dist/cli.js"), { force: true });
    if (program !== null) writeFileSync(join(folder, "dist/cli.js"), program);
    const { status, stderr } = spawnSync(process.execPath, [join(folder, "bin/keybeam.js"), ...args], { encoding: "utf8" });
    return { status, lines: stderr.split("\n").slice(0, -1) };
  };

  it.each([
    ["is gone", null, "ENOENT"],
    ["is damaged", "exports.main = (", "SyntaxError"],
    ["throws", "exports.main = () => { throw new Error('\\u001b[2J on\\nmany lines'); };", "?[2J on"],
    ["throws later on", "exports.main = async () => { setTimeout(() => { throw new Error('late'); }); await new Promise((done) => setTimeout(done, 50)); return 0; };", "late"],
    ["leaves a promise alone", "exports.main = async () => { void Promise.reject(new Error('alone')); await new Promise((done) => setTimeout(done, 50)); return 0; };", "alone"],
  ])("ends in 2 with one line where it %s", (_, program, said) => {
    const { status, lines } = run(program);
    expect({ status, lines }).toEqual({ status: 2, lines: [expect.stringMatching(/^bug: /)] });
    expect(lines[0]).toContain(said);
  });

  it("ends where it cannot say so", () => {
    rmSync(join(folder, "dist/cli.js"), { force: true });
    const full = openSync("/dev/full", "w");
    expect(spawnSync(process.execPath, [join(folder, "bin/keybeam.js")], { stdio: ["ignore", "ignore", full], timeout: 20_000 }).status).toBe(2);
    closeSync(full);
  });

  it("shows where with --debug", () => {
    expect(run("exports.main = () => { throw new Error('x'); };", "check", "--debug").lines.join("\n")).toContain("cli.js:1");
  });
});
