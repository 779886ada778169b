import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import { dialectOf, isCode } from "../../src/check/extract/fact.ts";
import { parse } from "../../src/check/extract/parse.ts";
import { scan } from "../../src/check/extract/scan/index.ts";

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
