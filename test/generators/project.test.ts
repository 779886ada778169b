import { builtinModules } from "node:module";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import type { FileTree } from "../../src/model/file-tree.ts";
import { readSpec } from "../../src/spec/index.ts";

const treeOf = (spec: string | URL): FileTree => {
  const [architecture, found] = readSpec(typeof spec === "string" ? spec : readFileSync(spec), "architecture.yaml");
  if (architecture === null) throw new Error(found.map((one) => one.message).join("\n"));
  return generate(architecture, { keybeam: "1.2.3" });
};

const example = (name: string): FileTree =>
  treeOf(new URL(`../../examples/${name}/architecture.yaml`, import.meta.url));

const contentOf = (tree: FileTree, path: string): string => {
  const file = tree.find((one) => one.path === path);
  if (file === undefined) throw new Error(`no ${path}`);
  return file.content;
};

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const manifestOf = (tree: FileTree): Manifest => JSON.parse(contentOf(tree, "package.json")) as Manifest;

/** Packages that the files import, types among them, by the name that npm knows. */
const importedBy = (tree: FileTree, wanted: (path: string) => boolean): ReadonlySet<string> => {
  const code = tree.filter((file) => file.path.endsWith(".ts") && wanted(file.path)).map((file) => file.content);
  const sources = code.flatMap((text) =>
    [...text.matchAll(/^(?:import .*|export .*|\}) from "([^".][^"]*)";$/gmu)].map(([, source = ""]) => source),
  );
  const packages = sources.filter((source) => !source.startsWith("node:") && !builtinModules.includes(source));
  return new Set(
    packages.map((source) =>
      source
        .split("/")
        .slice(0, source.startsWith("@") ? 2 : 1)
        .join("/"),
    ),
  );
};

const isTest = (path: string): boolean => /(?:^|\/)test(?:ing)?\/|\.test\.ts$|vitest\.config/u.test(path);

describe.each(["notes", "shop"])("the project of %s", (name) => {
  const tree = example(name);
  const manifest = manifestOf(tree);

  test("depends on what its code imports, and on nothing else", () => {
    const isOfDevelopment = (path: string): boolean => path === "src/platform/dev/bundle.ts";
    const imported = importedBy(tree, (path) => !isTest(path) && !isOfDevelopment(path));
    expect([...imported].sort()).toEqual(Object.keys(manifest.dependencies).sort());
    const [builder, ...others] = importedBy(tree, isOfDevelopment);
    expect(others).toEqual([]);
    expect(manifest.optionalDependencies).toHaveProperty(builder ?? "");
  });

  test("pins every version", () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    for (const version of Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+/u);
  });

  test("runs only files that are there", () => {
    const paths = new Set(tree.map((file) => file.path));
    const sources = Object.values(manifest.scripts).flatMap((runs) =>
      [...runs.matchAll(/src\/[\w/.-]+\.ts/gu)].map(([path]) => path),
    );
    const built = Object.values(manifest.scripts).flatMap((runs) =>
      [...runs.matchAll(/dist\/([\w/.-]+)\.js/gu)].map(([, path]) => `src/${path}.ts`),
    );
    expect(sources.length + built.length).toBeGreaterThan(3);
    expect([...sources, ...built].filter((path) => !paths.has(path))).toEqual([]);
  });

  test("names keybeam in its README, its package.json and its spec's check alone", () => {
    const naming = tree.filter((file) => /keybeam/iu.test(file.content)).map((file) => file.path);
    expect(
      naming.filter((path) => !["README.md", "package.json", "biome.json", ".github/workflows/ci.yml"].includes(path)),
    ).toEqual([]);
  });

  test("names in .env.example every variable that its code reads", () => {
    const known = contentOf(tree, ".env.example");
    const config = contentOf(tree, "src/platform/config.ts");
    const read = [...config.matchAll(/\("([A-Z][A-Z_]+)"/gu)].map(([, variable = ""]) => variable);
    expect(read).toContain("DATABASE_URL");
    expect(read.filter((variable) => !known.includes(variable))).toEqual([]);
  });
});

describe("what the tests of a project create first", () => {
  const spec = (fields: string) => `keybeam: 1
name: x
topology: monolith
services:
  a:
    entities:
      Left: { fields: { ${fields} } }
      Right: { fields: { name: string } }
    api: { resources: { Left: [create], Right: [create] } }
auth: { model: none }
`;

  test("a row that another refers to", () => {
    expect(contentOf(treeOf(spec("right: Right")), "test/support/samples.ts")).toContain(
      "right: (await createRight()).id",
    );
  });

  test("and never a row that would wait for itself", () => {
    expect(contentOf(treeOf(spec("others: set(Left)")), "test/support/samples.ts")).toContain("others: []");
  });

  test("but not what nobody may create", () => {
    const tree = treeOf(spec("right: Right").replace(", Right: [create]", ", Right: [list]"));
    expect(tree.some((file) => file.path === "test/support/samples.ts")).toBe(false);
    expect(contentOf(tree, "test/a.test.ts")).not.toContain("input:");
  });
});

const SHOP = new URL("../../examples/shop/architecture.yaml", import.meta.url);

describe("the settings that .env.example lists", () => {
  const settings = (topology: string): string =>
    contentOf(treeOf(readFileSync(SHOP, "utf8").replace(/^topology: .*$/mu, `topology: ${topology}`)), ".env.example");

  test("say where processes answer that stand behind a gateway, and nothing of the kind for functions", () => {
    expect(settings("microservices")).toMatch(/gateway's port.*# ORDERS_URL=/su);
    expect(settings("serverless")).not.toMatch(/gateway|# ORDERS_URL=/u);
    for (const topology of ["monolith", "microservices", "serverless"]) expect(settings(topology)).not.toContain("\n\n\n");
  });
});

test("a system that stores nothing has no database, in any topology", () => {
  const spec = (topology: string): string => `
keybeam: 1
name: quotes
topology: ${topology}
services:
  prices:
    operations:
      quote: { kind: query, http: GET /quotes/:sku, input: { sku: string(1..80) }, output: { price: money } }
    calls: { rates: { operations: [convert], timeout: 2s } }
  rates:
    operations:
      convert: { kind: query, http: GET /conversions, input: { amount: decimal }, output: { amount: decimal } }
auth: { model: none }
deploy: { target: kubernetes }
`;
  for (const topology of ["monolith", "modular-monolith", "microservices", "serverless", "hybrid"]) {
    const tree = treeOf(spec(topology));
    const paths = tree.map((one) => one.path);
    expect(paths.filter((path) => /database|postgres|migrat|repositor|memory|seed/u.test(path))).toEqual([]);
    expect(Object.keys(manifestOf(tree).dependencies)).not.toContain("pg");
    expect(Object.keys(manifestOf(tree).optionalDependencies)).toEqual(["esbuild"]);
    const deployed = tree.filter((one) => one.path.startsWith("deploy/") || one.path.startsWith(".env")).map((one) => one.content);
    expect(deployed.join("\n")).not.toMatch(/DATABASE_URL|postgres|migrate/iu);
  }
});

test("the smallest spec gives little: files and lines as docs/size-and-speed.md has them at most", () => {
  const tree = treeOf(new URL("smallest.yaml", import.meta.url)).filter(({ path }) => !path.startsWith(".keybeam/"));
  expect(tree.length).toBeLessThanOrEqual(55);
  expect(tree.map(({ content }) => content).join("").split("\n").length).toBeLessThanOrEqual(3_000);
});
