import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { mustRun } from "./support/command.ts";

it("twenty runs that are killed at random tear no file, lose no edit, and are ended by the next", () => {
  const { stdout } = mustRun(process.execPath, [fileURLToPath(new URL("../../scripts/random-kills.mjs", import.meta.url)), "20", "1"], { cwd: fileURLToPath(new URL("../..", import.meta.url)) });
  expect(stdout).toMatch(/^20 kills \(seed 1\), /);
  expect(stdout).toContain("0 files torn, 0 edits lost, 0 failed recoveries.");
});
