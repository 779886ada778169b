import { readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readForms } from "../check/every-form.ts";
import { save } from "../workspace/project.ts";
import { mustRun, run } from "./support/command.ts";
import { contentsOf, temporaryFolder } from "./support/project.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Iterable<readonly [path: string, text: string]>): string {
  const folder = temporaryFolder();
  made.push(folder);
  for (const [path, text] of files) save(folder, path, text);
  return folder;
}

const check = (cwd: string, ...args: readonly string[]) => run(process.execPath, [join(process.cwd(), "bin/keybeam.js"), "check", ...args], { cwd });

const layers = `keybeam: 1
name: shop
layers:
  web: { paths: ["apps/web/**"], uses: [api] }
  api: { paths: ["packages/api/**"], uses: [domain] }
  domain: { paths: ["packages/domain/**"] }
`;
/** Imports by name, by a path behind the name, by alias, of what a build would make; two against the layers, one of them of a workspace that nobody declared. */
const code = (version: string): Record<string, string> => ({
  "architecture.yaml": layers,
  "tsconfig.json": `{ "compilerOptions": { "paths": { "~domain/*": ["./packages/domain/src/*"] } } }`,
  "apps/web/package.json": `{ "name": "@shop/web", "dependencies": { "@shop/api": "${version}" } }`,
  "apps/web/src/main.ts": `import { orders } from "@shop/api";\nimport type { Order } from "~domain/order";\nexport const all: Order[] = orders();\n`,
  "packages/api/package.json": `{ "name": "@shop/api", "exports": { ".": "./dist/index.js" }, "dependencies": { "@shop/domain": "${version}" } }`,
  "packages/api/src/index.ts": `import type { Order } from "@shop/domain/order";\nexport const orders = (): Order[] => [];\n`,
  "packages/domain/package.json": `{ "name": "@shop/domain", "exports": { "./*": "./src/*.ts" } }`,
  "packages/domain/src/order.ts": `import "@shop/api";\nexport interface Order { id: string }\n`,
  "packages/domain/test/fixture/api/package.json": `{ "name": "@shop/other" }`,
});

it.each([
  ["npm", "1.0.0", { "package.json": `{ "private": true, "workspaces": ["apps/*", "packages/*"] }`, "package-lock.json": "{}" }],
  ["pnpm", "workspace:*", { "package.json": `{ "private": true }`, "pnpm-workspace.yaml": "packages:\n  - apps/*\n  - 'packages/*'\n", "pnpm-lock.yaml": "lockfileVersion: '9.0'\n" }],
  ["yarn", "workspace:^", { "package.json": `{ "private": true, "workspaces": { "packages": ["apps/*", "packages/*"] } }`, "yarn.lock": "", ".yarnrc.yml": "yarnPath: ./evil.cjs\n" }],
])("holds the workspaces of %s to their layers, not installed, with no configuration but layers", (_, version, root) => {
  const folder = folderWith([...Object.entries(code(version)), ...Object.entries(root)]);
  const { status, stdout } = check(folder);
  expect(stdout).toContain("0 unresolved");
  expect(stdout.match(/^(?:error|warning) .*/gm)).toEqual([
    "error layer-uses apps/web/src/main.ts:2:28 web imports domain: packages/domain/src/order.ts.",
    "error layer-uses packages/domain/src/order.ts:1:8 domain imports api: packages/api/src/index.ts.",
    "error undeclared-dependency packages/domain/src/order.ts:1:8 The package @shop/api is imported, and packages/domain/package.json does not declare it.",
  ]);
  expect(status).toBe(1);
});

it("runs nothing of the repository that it checks", () => {
  const touch = `require("fs").writeFileSync(__dirname + "/CANARY", "")`;
  const folder = folderWith([
    ...Object.entries(code("1.0.0")),
    ["package.json", `{ "private": true, "workspaces": ["apps/*", "packages/*"], "scripts": { "prepare": "touch CANARY", "prebuild": "touch CANARY" } }`],
    ["tsconfig.json", `{ "compilerOptions": { "plugins": [{ "name": "evil" }] }, "extends": "evil/tsconfig.json" }`],
    ...["node_modules/evil/index.js", "eslint.config.mjs", "keybeam.config.ts", ".prettierrc.js", ".pnpmfile.cjs", "evil.cjs", "babel.config.js"].map((path) => [path, touch] as const),
    [".yarnrc.yml", "yarnPath: ./evil.cjs\n"],
    [".npmrc", "node-options=--require=./evil.cjs\nscript-shell=./evil.cjs\n"],
    ...["node", "git", "npx", "tsc"].flatMap((name) => [name, `node_modules/.bin/${name}`].map((path) => [path, "#!/bin/sh\ntouch CANARY\n"] as const)),
  ]);
  const { status, stdout } = check(folder);
  expect({ status, stdout }).toMatchObject({ status: 1, stdout: expect.stringContaining("layer-uses packages/domain/src/order.ts:1:8") });
  expect(contentsOf(folder).has("CANARY") || contentsOf(folder).has("node_modules/evil/CANARY")).toBe(false);
});

it("starts no program, opens no connection, and opens nothing outside of the project that the project names", () => {
  expect(run("strace", ["-V"], { cwd: tmpdir() }).status, "strace is not installed: this test is not run").toBe(0);
  const above = folderWith([
    ["tsconfig.base.json", "{}"],
    ["outside/secret.ts", "export const secret = 1;\n"],
    ["project/architecture.yaml", "keybeam: 1\nname: hostile\nlayers:\n  a: { paths: [src/**] }\ncheck: { rules: { statelessness: error, signature-leak: error } }\n"],
    ["project/package.json", `{ "name": "hostile", "main": "../outside/secret", "workspaces": ["../*"], "exports": { ".": "../outside/secret.ts" }, "dependencies": { "o": "link:../outside" } }`],
    ["project/tsconfig.json", `{ "extends": ["../tsconfig.base.json", "/etc/hostname"], "compilerOptions": { "baseUrl": "..", "rootDirs": ["../outside", "."], "paths": { "@/*": ["../outside/*"] }, "typeRoots": ["../outside"] } }`],
    // Only the parser can judge it, and it holds state: all of check is loaded.
    ["project/src/a.ts", `const r = {} / 2; import "@/secret"; import "../../outside/secret.ts"; import "hostile"; import "o/secret";\n/// <reference path="../../outside/secret.ts" />\nlet n = 0;\nexport const f = () => n++;\n`],
    ...["node", "git"].map((name) => [`project/node_modules/.bin/${name}`, "#!/bin/sh\n"] as const),
  ]);
  symlinkSync(join(above, "outside"), join(above, "project/src/linked"));
  const folder = join(above, "project");
  const traced = join(above, "traced");
  const command = ["-f", "-qq", "-o", traced, "-e", "trace=execve,socket,connect,open,openat,openat2", process.execPath, join(process.cwd(), "bin/keybeam.js"), "check"];
  expect(run("strace", command, { cwd: folder, env: { PATH: `${folder}/node_modules/.bin:${process.env.PATH}` } }).stdout).toContain("statelessness src/a.ts:3");
  const calls = readFileSync(traced, "utf8").split("\n");
  expect(calls.filter((call) => call.includes(`"${folder}/`)).length).toBeGreaterThan(3);
  expect(calls.filter((call) => call.includes("execve("))).toHaveLength(1);
  expect(calls.filter((call) => /\b(?:socket|connect)\(/.test(call))).toEqual([]);
  expect(calls.filter((call) => /outside|linked|tsconfig\.base|\/etc\/hostname/.test(call))).toEqual([]);
});

it("finds the same, byte for byte, with TypeScript 5, 6, 7 or none installed in the project", () => {
  const { cases, files } = readForms(new URL("../check/fixture/every-form.txt", import.meta.url));
  const spec = `keybeam: 1\nname: forms\nlayers:\n  forms: { paths: ["forms/**"] }\n  targets: { paths: ["targets/**", "packages/**"] }\n`;
  const found = ["none", "5.9.3", "6.0.3", "7.0.2"].map((version) => {
    const folder = folderWith([...files, ["architecture.yaml", spec]]);
    if (version !== "none") symlinkSync(join(typescript(version), "node_modules"), join(folder, "node_modules"));
    return check(folder, "--format", "json").stdout;
  });
  const report = JSON.parse(found[0] ?? "");
  const breaches = report.diagnostics.filter(({ rule }: { rule: string }) => rule === "layer-uses");
  expect(breaches.map(({ at }: { at: { file: string } }) => at.file).sort()).toEqual(cases.map(({ path }) => path).sort());
  for (const other of found) expect(other).toBe(found[0]);
});

/** A folder with that very TypeScript installed from the registry. */
function typescript(version: string): string {
  const folder = folderWith([["package.json", `{ "private": true, "dependencies": { "typescript": "${version}" } }`]]);
  mustRun("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
  mustRun(process.execPath, ["-p", `if (require("typescript/package.json").version !== "${version}") throw 1`], { cwd: folder });
  return folder;
}
