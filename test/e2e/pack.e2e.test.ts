import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mustRun } from "./support/command.ts";
import { temporaryFolder } from "./support/project.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let home: string;
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

test("a packed keybeam makes the shop in an empty folder, which installs and checks", () => {
  // What `prepack` would build is built already; a second build here would change dist/ under other tests.
  const packed = mustRun("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", home], { cwd: root });
  const [{ filename, files }] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }];
  const paths = files.map((file) => file.path);
  expect(paths).toEqual(expect.arrayContaining(["bin/keybeam.js", "dist/cli.js", "examples/shop/architecture.yaml", "schemas/architecture.schema.json"]));
  expect(paths.filter((path) => /^(?:src|test|templates)\//u.test(path))).toEqual([]);

  const empty = join(home, "empty");
  mkdirSync(empty);
  writeFileSync(join(empty, "package.json"), '{ "private": true }');
  mustRun("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", join(home, filename)], { cwd: empty });
  mustRun("npx", ["keybeam", "new", "demo", "--example", "shop", "--yes"], { cwd: empty });
  const demo = join(empty, "demo");
  expect(readFileSync(join(demo, "package.json"), "utf8")).toContain(filename);
  mustRun("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: demo });
  mustRun("npm", ["run", "check"], { cwd: demo });
  expect(existsSync(join(demo, "src/services/orders/contract.ts"))).toBe(true);
});
