import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
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

/** The shop in the other topologies: what stands after `topology:`, as a user would write it. */
const topologies: Readonly<Record<string, string>> = {
  monolith: "monolith",
  microservices: "microservices",
  serverless: "serverless",
  hybrid: "hybrid\ndeploy: { units: { storefront: { services: [catalog, customers], as: process }, billing: { services: [payments], as: functions } } }",
};

const retold = (words: string): ReadonlyMap<string, string> => {
  const text = readFileSync(join(root, "examples/shop/architecture.yaml"), "utf8").replace(/^topology: .*$/mu, `topology: ${words}`);
  const [architecture] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(`the shop as ${words} is not valid`);
  return new Map(generate(architecture, { keybeam: "0.1.0" }).map((file) => [file.path, file.content]));
};

const digest = (content: string): string => createHash("sha256").update(content).digest("hex").slice(0, 16);

/** A tree by what differs from another: the digest and path of each file that is new or not the same, and of each that is gone a `-`. */
const differences = (tree: ReadonlyMap<string, string>, from: ReadonlyMap<string, string>): string => {
  const changed = [...tree].filter(([path, content]) => from.get(path) !== content).map(([path, content]) => `${path} ${digest(content)}`);
  const gone = [...from.keys()].filter((path) => !tree.has(path)).map((path) => `${path} -`);
  return `${[...changed, ...gone].sort().join("\n")}\n`;
};

describe("the trees of the shop in the other topologies", () => {
  const shop = generated("shop");
  const trees = Object.entries(topologies).map(([name, words]) => [name, retold(words)] as const);
  const folder = join(root, "test/golden/topologies");
  if (process.env["KEYBEAM_GOLDEN"] === "write") write(folder, new Map(trees.map(([name, tree]) => [`${name}.txt`, differences(tree, shop)])));

  test.each(trees)("%s differs from the modular monolith in these files", (name, tree) => {
    expect(differences(tree, shop)).toBe(readFileSync(join(folder, `${name}.txt`), "utf8"));
  });

  test.each(trees)("%s has the same services and the same kernel", (_name, tree) => {
    const inside = (path: string): boolean => path.startsWith("src/services/") || path.startsWith("src/platform/kernel/");
    const of = (all: ReadonlyMap<string, string>) => new Map([...all].filter(([path]) => inside(path)));
    expect(of(tree).size).toBeGreaterThan(100);
    expect(of(tree)).toEqual(of(shop));
  });

  test("are as the formatter and the linter want them", () => {
    const home = mkdtempSync(join(tmpdir(), "keybeam-golden-"));
    try {
      // What the linter's own settings say is said once for all of them, and passes over what keybeam keeps for itself.
      const linted = ([path]: readonly [string, string]): boolean => path !== "biome.json" && !path.startsWith(".keybeam/");
      for (const [name, tree] of trees) write(join(home, name), new Map([...tree].filter(linted)));
      writeFileSync(join(home, "biome.json"), shop.get("biome.json") ?? "");
      const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin/biome"), ["check", "--error-on-warnings", "."], { cwd: home, encoding: "utf8" });
      expect(status, stdout + stderr).toBe(0);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
