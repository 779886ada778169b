import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tests } from "../../src/generators/tests.ts";
import { readSpec } from "../../src/spec/index.ts";

const [architecture] = readSpec(readFileSync(new URL("service/circles.yaml", import.meta.url), "utf8"), "circles.yaml");
if (architecture === null) throw new Error("the spec of the test is not valid");
const files = new Map(tests(architecture).map((file) => [file.path, file.content]));
const service = files.get("test/now.test.ts") ?? "";
const samples = files.get("test/support/samples.ts") ?? "";

const about = (name: string): string => new RegExp(`\\("${name}", \\{[\\s\\S]*?\\n\\}\\);`, "u").exec(service)?.[0] ?? "";

test("what a hand must fill first may say 501, and nothing else is built on it", () => {
  expect(about("step")).toContain("answers: [200, 501]");
  expect(about("back")).not.toMatch(/answers|after: \[\{/u);
  expect(about("Rung")).not.toMatch(/create|input/u);
  expect(samples).not.toContain("createRung");
});

test("an action whose events the row fills is tested, with or without its id in them", () => {
  expect(about("Hook")).toContain('delete: "anyone"');
});

test("no two samples are alike where no two rows may be", () => {
  expect(samples).toContain("size: integer({ min: 1, max: 99999 })");
  expect(samples).toContain("day: timestamp().slice(0, 10)");
  expect(samples).toContain("rate: String(integer())");
});
