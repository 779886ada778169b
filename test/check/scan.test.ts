import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { dialectOf, isCode } from "../../src/check/extract/fact.ts";
import { parse } from "../../src/check/extract/parse.ts";
import { scan } from "../../src/check/extract/scan/index.ts";
import { moduleText } from "./modules.ts";

it.each(["a.ts", "a.tsx", "a.mts", "a.js", "a.cjs"])("agrees with the parser on modules composed at random, as %s", (path) => {
  let judged = 0;
  const runs = 1000;
  fc.assert(
    fc.property(moduleText(dialectOf(path)), (text) => {
      const scanned = scan(text, dialectOf(path));
      if (scanned === null) return;
      judged++;
      expect(scanned.imports).toEqual(parse(path, text).imports);
    }),
    { numRuns: runs },
  );
  expect(judged).toBeGreaterThan(runs / 2);
});

it("never throws and always ends, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."`${}()[]<>/*'\"\\\n ab=.import") }),
      fc.constantFrom("a.ts", "a.tsx", "a.js"),
      (text, path) => {
        scan(text, dialectOf(path));
      },
    ),
    { numRuns: 3000 },
  );
});

const PACKAGES = ["vitest", "@types/node", "fast-check", "yaml", "ajv", "commander", "vite", "handlebars", "uglify-js"];

it("agrees with the parser on every file of real packages, and leaves it few of them", () => {
  let files = 0;
  let judged = 0;
  let imports = 0;
  for (const path of PACKAGES.flatMap((name) => sourcesOf(homeOf(name)))) {
    const text = readFileSync(path, "utf8");
    files++;
    const scanned = scan(text, dialectOf(path));
    if (scanned === null) continue;
    judged++;
    imports += scanned.imports.length;
    expect(scanned.imports, path).toEqual(parse(path, text).imports);
  }
  expect(files).toBeGreaterThan(500);
  expect(imports).toBeGreaterThan(2000);
  expect(judged / files).toBeGreaterThan(0.9);
}, 120_000);

function homeOf(name: string): string {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const home = paths.map((path) => join(path, name)).find((path) => listed(path).length > 0);
  if (home === undefined) throw new Error(`${name} is not installed`);
  return home;
}

function sourcesOf(folder: string): readonly string[] {
  return listed(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sourcesOf(path);
    return entry.isFile() && isCode(path) ? [path] : [];
  });
}

function listed(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
