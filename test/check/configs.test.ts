import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { check, LIMITS, listFiles } from "../../src/check/index.ts";
import { architectureOf, checkFiles, inShort } from "./project.ts";

const spec = `keybeam: 1
name: x
layers:
  web: { paths: ["web/**"] }
  core: { paths: ["core/**"] }
`;
const code = {
  "web/main.ts": 'import "@x/core";\n',
  "core/index.ts": "export const core = 1;\n",
  "web/package.json": '{ "name": "@x/web", "dependencies": { "@x/core": "workspace:*" } }',
};

it("a package.json that is no JSON is a finding, for imports lead elsewhere without it", async () => {
  const right = await checkFiles(spec, { ...code, "core/package.json": '{ "name": "@x/core" }' });
  expect(inShort(right)).toEqual(["layer-uses web/main.ts:1"]);
  const wrong = await checkFiles(spec, { ...code, "core/package.json": '{ "name": "@x/core"' });
  expect(inShort(wrong)).toEqual(["unparsed core/package.json:1"]);
  expect((await checkFiles(spec, { ...code, "core/package.json": '{ "name": "@x/core"' }, { baseline: "all" })).diagnostics).toHaveLength(1);
});

it.each(["tsconfig.json", "tsconfig.base.json", "core/jsconfig.json"])("so is %s", async (path) => {
  const found = await checkFiles(spec, { "core/index.ts": "", "web/main.ts": "", [path]: "{ paths: [" });
  expect(inShort(found)).toEqual([`unparsed ${path}:1`]);
});

it("not one that is empty, has comments, is excluded, or lies where no code is", async () => {
  const found = await checkFiles(`${spec}check: { exclude: ["web/tsconfig.json"] }\n`, {
    "core/index.ts": "",
    "web/main.ts": "",
    "tsconfig.json": "\n",
    "core/tsconfig.json": '{ "extends": "../tsconfig.json", /* none */ }',
    "web/tsconfig.json": "<<<<<<<",
    "docs/package.json": "<<<<<<<",
  });
  expect(inShort(found)).toEqual([]);
});

it("one that is larger than the limit is a finding", async () => {
  const folder = mkdtempSync(join(tmpdir(), "keybeam-configs-"));
  try {
    mkdirSync(join(folder, "core"));
    mkdirSync(join(folder, "web"));
    writeFileSync(join(folder, "core/index.ts"), "");
    writeFileSync(join(folder, "web/main.ts"), "");
    writeFileSync(join(folder, "package.json"), `{ "name": "x" ${" ".repeat(LIMITS.fileBytes)}}`);
    expect(inShort(await check(architectureOf(spec), listFiles(folder)))).toEqual(["unparsed package.json:1"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
