import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { develop, nothingRuns } from "./support/backend.ts";
import { mustRun } from "./support/command.ts";
import { type Project, temporaryFolder } from "./support/project.ts";
import { talkToShop } from "./support/stories.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let home: string;
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

/** A shop, made by a keybeam that was packed and installed in an empty folder; everything after `new` is plain npm. */
const fromTarball = (): Project => {
  const packed = mustRun("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", home], { cwd: root });
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  const empty = join(home, "empty");
  mkdirSync(empty);
  writeFileSync(join(empty, "package.json"), '{ "private": true }');
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  mustRun("npm", ["install", ...quiet, join(home, filename)], { cwd: empty });
  mustRun("npx", ["keybeam", "new", "demo", "--example", "shop", "--yes"], { cwd: empty });
  const folder = join(empty, "demo");
  mustRun("npm", ["install", ...quiet], { cwd: folder });
  return { folder, remove: () => undefined };
};

test("a shop made from the packed keybeam installs, checks and answers", async () => {
  const project = fromTarball();
  mustRun("npm", ["run", "check"], { cwd: project.folder });
  const backend = await develop(project);
  await talkToShop(backend);
  backend.process.signal("SIGINT");
  expect(await backend.process.exited).not.toBe(1);
  await nothingRuns(project);
});
