import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { generate } from "../src/generators/index.ts";
import { readSpec } from "../src/spec/index.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** What keybeam makes of an example, by path; the version of keybeam stands for whatever it is made with. */
const generated = (example: string): ReadonlyMap<string, string> => {
  const [architecture] = readSpec(
    readFileSync(join(root, "examples", example, "architecture.yaml")),
    "architecture.yaml",
  );
  if (architecture === null) throw new Error(`the example ${example} is not valid`);
  return new Map(generate(architecture, { keybeam: "0.1.0" }).map((file) => [file.path, file.content]));
};

const committed = (folder: string): ReadonlyMap<string, string> => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll("\\", "/"),
  );
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
};

const write = (folder: string, tree: ReadonlyMap<string, string>): void => {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of tree) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
};

describe.each(["notes", "shop"])("the tree of the example %s", (example) => {
  const tree = generated(example);
  const folder = join(root, "test/golden", example);
  if (process.env["KEYBEAM_GOLDEN"] === "write") write(folder, tree);
  const expected = committed(folder);

  // Both ways: a file that vanished and a file that nobody expected are faults like a changed one.
  test("has these files and no others", () => {
    expect([...tree.keys()].sort()).toEqual([...expected.keys()].sort());
  });

  test("is as the project's own formatter and linter want it", () => {
    const biome = join(root, "node_modules/.bin/biome");
    const { status, stdout, stderr } = spawnSync(biome, ["check", "--error-on-warnings", "."], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(status, stdout + stderr).toBe(0);
  });

  test.each([...expected.keys()].sort())("%s", (path) => {
    expect(tree.get(path)).toBe(expected.get(path));
  });
});
