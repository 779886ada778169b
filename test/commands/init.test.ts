import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ordered } from "../../src/check/propose/order.ts";
import { save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

function repository(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) save(folder, path, text);
  return folder;
}

const layersOf = (folder: string): string => readFileSync(join(folder, "architecture.yaml"), "utf8").split("layers:\n")[1] ?? "";

it("proposes the folders of src, the direction that most imports take, and accepts the rest", async () => {
  const folder = repository({
    "src/main.ts": `import "./web/a.ts";\n`,
    "src/web/a.ts": `import "../db/a.ts";\nimport type {} from "../Public API/t.ts";\n`,
    "src/web/b.ts": `import "../db/a.ts";\n`,
    "src/db/a.ts": `import "../web/b.ts";\n`,
    "src/Public API/t.ts": "",
    "src/[id]/page.tsx": "",
    "src/web/a.test.ts": `import "../../test/x.ts";\n`,
    "test/x.ts": `import "../src/web/a.ts";\n`,
    "vitest.config.ts": "",
  });
  const { code, stdout } = await keybeam(folder, ["init"]);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^9 files, 7 imports → 5 layers: public-api, id, db, web, src\n/) });
  expect(layersOf(folder)).toBe(`  public-api:  # 1 file
    paths: ["src/Public API/**"]
    uses: []
  id:  # 1 file
    paths: ["src/\\\\[id\\\\]/**"]
    uses: []
  db:  # 1 file
    paths: ["src/db/**"]
    uses: []
    # Against the direction, so in the baseline; imports: web 1
  web:  # 2 files
    paths: ["src/web/**"]
    uses: [db]  # imports: db 2
    typesOf: [public-api]  # imports: public-api 1
  src:  # 1 file
    paths: ["src/*"]
    uses: [web]  # imports: web 1
`);
  expect(JSON.parse(readFileSync(join(folder, ".keybeam/baseline.json"), "utf8")).findings).toContainEqual({ rule: "layer-uses", file: "src/db/a.ts", target: "src/web/b.ts" });
  expect((await keybeam(folder, ["check"])).code).toBe(0);
  save(folder, "src/db/b.ts", `import "../web/a.ts";\n`);
  expect((await keybeam(folder, ["check"])).code).toBe(1);
});

it("proposes workspaces where there are several, and finds its way between them", async () => {
  const folder = repository({
    "package.json": `{ "workspaces": ["packages/*"] }`,
    "packages/app/package.json": `{ "name": "@x/app" }`,
    "packages/app/src/main.ts": `import "@x/lib";\n`,
    "packages/lib/package.json": `{ "name": "@x/lib", "exports": "./src/index.ts" }`,
    "packages/lib/src/index.ts": "",
    "packages/static/package.json": `{ "name": "@x/static" }`,
    "packages/static/a.js": "",
    "scripts/build.mjs": "",
  });
  expect((await keybeam(folder, ["init"])).code).toBe(0);
  expect(layersOf(folder).match(/^ {2}\S.*|uses:.*/gm)).toEqual([
    "  app:  # 1 file",
    "uses: [lib]  # imports: lib 1",
    "  lib:  # 1 file",
    "uses: []",
    "  static:  # 1 file",
    "uses: []",
    "  scripts:  # 1 file",
    "uses: []",
  ]);
});

it.each([
  [`{ "name": "@acme/Web Shop" }`, "web-shop"],
  [`{ "name": "order.desk" }`, "order-desk"],
  [`{ "private": true }`, "of-the-folder"],
  [`{ "name": "@acme/" }`, "of-the-folder"],
  [`{ "name": "日本" }`, "of-the-folder"],
  [`{ "name": 7 }`, "of-the-folder"],
])("names the system as package.json does, else as the folder: %s", async (manifest, name) => {
  const folder = repository({ "Of the Folder/package.json": manifest, "Of the Folder/src/a.ts": "" });
  expect((await keybeam(folder, ["init", "Of the Folder"])).code).toBe(0);
  expect(readFileSync(join(folder, "Of the Folder/architecture.yaml"), "utf8")).toMatch(new RegExp(`^name: ${name}$`, "m"));
});

it("sees through features that are cut alike, and says what looks like a service", async () => {
  const feature = (name: string): Record<string, string> => ({
    [`src/services/${name}/api/a.ts`]: `import "../domain/b.ts";\n`,
    [`src/services/${name}/domain/b.ts`]: "",
  });
  const folder = repository({ ...feature("orders"), ...feature("catalog") });
  await keybeam(folder, ["init"]);
  const text = layersOf(folder);
  expect(text).toContain(`  api:  # 2 files\n    paths: ["src/services/*/api/**"]\n    uses: [domain]`);
  expect(text).toContain("# services: { catalog: {}, orders: {} }");
});

it.each(["architecture.yaml", ".keybeam/baseline.json"])("overwrites no %s", async (path) => {
  const folder = repository({ "src/a.ts": "", [path]: "mine" });
  expect(await keybeam(folder, ["init"])).toMatchObject({ code: 2, stdout: "" });
  expect(readFileSync(join(folder, path), "utf8")).toBe("mine");
  expect(["architecture.yaml", ".keybeam/baseline.json"].filter((one) => existsSync(join(folder, one)))).toEqual([path]);
});

it("excludes what cannot be read, and says of which rules the accepted findings are", async () => {
  const folder = repository({ "package.json": `{ "name": "x" }`, "src/a/[b].ts": `${"x".repeat(2 ** 21)}1`, "src/c/d.ts": `import "zod"; import "./none.ts"; import "./nor.ts";\n` });
  const { code, stdout } = await keybeam(folder, ["init"]);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("which may only shrink: unresolved-import 2, undeclared-dependency 1.") });
  expect(readFileSync(join(folder, "architecture.yaml"), "utf8")).toContain(`  exclude: ["src/a/\\\\[b\\\\].ts"]\n`);
  expect((await keybeam(folder, ["check"])).code).toBe(0);
});

it("proposes nothing where there is no code", async () => {
  expect(await keybeam(repository({ "README.md": "" }), ["init"])).toMatchObject({ code: 2, stderr: expect.stringContaining("no TypeScript or JavaScript") });
});

it("puts most imports in one direction", () => {
  expect(ordered([])).toEqual([]);
  expect(ordered([[0, 0, 0], [1, 0, 0], [0, 1, 0]])).toEqual([2, 1, 0]);
  expect(ordered([[0, 1, 0], [0, 0, 5], [9, 0, 0]])).toEqual([1, 2, 0]);
  // What gives most comes first only where that is best: 0 takes from 1 and is needed by it more.
  expect(ordered([[0, 1, 900, 0], [109, 0, 1, 0], [0, 0, 0, 50], [7, 0, 40, 0]])).toEqual([1, 0, 2, 3]);
});
