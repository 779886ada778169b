import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** Schemas that are made while a function runs, so for each request anew: the validator compiles every object once, and keeps it. */
const madeOverAndOver = (source: string): readonly string[] => source.match(/^ +(?:const|let) \w+: Schema = \{.*$/gmu) ?? [];

it("no schema is made for each request", () => {
  const files = readdirSync("templates", { recursive: true, encoding: "utf8" }).filter((path) => /\.ts(?:\.hbs)?$/u.test(path));
  expect(files.length).toBeGreaterThan(100);
  for (const path of files) expect(madeOverAndOver(readFileSync(join("templates", path), "utf8")), path).toEqual([]);
});

it("one that is made in a function is found", () => {
  expect(madeOverAndOver('const f = () => {\n  const anything: Schema = { type: "object" };\n};\n')).toHaveLength(1);
});
