import { expect, it } from "vitest";
import { checkFiles, inShort } from "./project.ts";

const spec = `
keybeam: 1
name: plain
layers:
  app: { paths: ["apps/**", "packages/**"] }
check: { rules: { orphan: "off" } }
`;

it("takes what the root of workspaces declares for declared, and its tools for no production code", async () => {
  const checked = await checkFiles(spec, {
    "package.json": JSON.stringify({ workspaces: ["apps/*"], dependencies: { zod: "1" }, devDependencies: { vitest: "1" } }),
    "apps/web/package.json": JSON.stringify({ name: "web", dependencies: { pg: "1" }, devDependencies: { vite: "1" } }),
    "apps/web/src/a.ts": `import "zod"; import "pg";\nimport "kysely";\nimport "vitest";\nimport "vite";\nimport "web";\n`,
    "apps/web/src/app.config.ts": `import "vite";\n`,
    "apps/web/src/setupTests.ts": `import "vitest";\n`,
    "apps/web/src/global.d.ts": `import "vitest";\n`,
    "apps/web/src/app.e2e-spec.ts": `import "vitest";\n`,
    "apps/web/vite.config.ts": `import "vite";\n`,
    "apps/web/.lintstagedrc.cjs": `require("vite");\n`,
    "packages/bare/package.json": `{ "type": "module" }`,
    "packages/bare/a.ts": `import "zod";\nimport "pg";\n`,
  });
  expect(inShort(checked)).toEqual([
    "undeclared-dependency apps/web/src/a.ts:2",
    "dev-dependency apps/web/src/a.ts:3",
    "dev-dependency apps/web/src/a.ts:4",
    "dev-dependency apps/web/src/app.config.ts:1",
    "undeclared-dependency packages/bare/a.ts:2",
  ]);
});

it("takes a sibling for a package that somebody must link, unless a path of tsconfig.json leads to it", async () => {
  const files = (web: object, more: Readonly<Record<string, string>> = {}) => ({
    "package.json": JSON.stringify({ workspaces: ["apps/*", "packages/*"] }),
    "apps/web/package.json": JSON.stringify({ name: "@shop/web", ...web }),
    "apps/web/src/a.ts": `import "@shop/core";\nimport type { Core } from "@shop/core/types";\nimport "@shop/web/src/b";\n`,
    "apps/web/src/b.ts": "",
    "packages/core/package.json": JSON.stringify({ name: "@shop/core", main: "index.ts" }),
    "packages/core/index.ts": `import "./types.ts";\nimport "@shop/core/types";\n`,
    "packages/core/types.ts": "export interface Core {}",
    ...more,
  });
  const found = async (web: object, more?: Readonly<Record<string, string>>) => inShort(await checkFiles(spec, files(web, more)));
  expect(await found({})).toEqual(["undeclared-dependency apps/web/src/a.ts:1", "undeclared-dependency apps/web/src/a.ts:2"]);
  expect(await found({ devDependencies: { "@shop/core": "workspace:*" } })).toEqual(["dev-dependency apps/web/src/a.ts:1"]);
  expect(await found({ peerDependencies: { "@shop/core": "*" } })).toEqual([]);
  const paths = { "@shop/core": ["../../packages/core/index.ts"], "@shop/core/*": ["../../packages/core/*"] };
  expect(await found({}, { "apps/web/tsconfig.json": JSON.stringify({ compilerOptions: { paths } }) })).toEqual([]);
});
