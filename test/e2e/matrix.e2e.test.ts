import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it("every pair of what the language switches generates a backend that its own compiler, linter and layers hold for good", () => {
  const said = execFileSync(process.execPath, ["scripts/matrix.mjs", "--still"], { encoding: "utf8", maxBuffer: 2 ** 26 });
  expect(said).toMatch(/^(\d{2,}) of \1 hold; all are \1$/mu);
});
