import { expect, it } from "vitest";
import type { ImportFact } from "../../src/check/extract/fact.ts";
import { resolver } from "../../src/check/resolve/index.ts";

/** Where each specifier leads from a file, in a project of these files; those with a text may be read. */
function resolveAll(
  files: Readonly<Record<string, string | object>>,
  from: string,
  specifiers: readonly string[],
): readonly string[] {
  const texts = new Map(
    Object.entries(files).map(([path, text]) => [path, typeof text === "string" ? text : JSON.stringify(text)]),
  );
  const resolve = resolver(new Set(texts.keys()), (path) => texts.get(path) ?? null);
  return specifiers.map((specifier) => {
    const fact: ImportFact = { form: "import", specifier, typeOnly: false, start: 0, end: 0, keyword: 0 };
    const target = resolve(from)(fact);
    if (target.kind === "file") return target.path;
    return target.kind === "package" || target.kind === "builtin" ? `${target.kind} ${target.name}` : target.kind;
  });
}

it("follows relative paths as TypeScript does", () => {
  const files = {
    "a/b.ts": "",
    "a/c/index.tsx": "",
    "a/d.mts": "",
    "a/e.cts": "",
    "a/f.js": "",
    "a/f.d.ts": "",
    "a/g.json": "",
    "a/h.css": "",
    "a/i.vue.ts": "",
    "index.ts": "",
  };
  expect(
    resolveAll(files, "a/x.ts", [
      "./b",
      "./b.ts",
      "./b.js",
      "./c",
      "./c/",
      "./c/index.js",
      "./d.mjs",
      "./e.cjs",
      "./f",
      "./f.js",
      "./g.json",
      "./h.css?raw",
      "./i.vue",
      "..",
      "../a/b.ts",
    ]),
  ).toEqual([
    "a/b.ts",
    "a/b.ts",
    "a/b.ts",
    "a/c/index.tsx",
    "a/c/index.tsx",
    "a/c/index.tsx",
    "a/d.mts",
    "a/e.cts",
    "a/f.d.ts",
    "a/f.d.ts",
    "a/g.json",
    "a/h.css",
    "a/i.vue.ts",
    "index.ts",
    "a/b.ts",
  ]);
  expect(resolveAll(files, "a/x.ts", ["./B", "./none", "../../outside", "/a/b.ts", "./b.mjs"])).toEqual(
    Array(5).fill("unresolved"),
  );
});

it("tells packages from Node's own modules", () => {
  expect(
    resolveAll({}, "a.ts", ["zod", "@scope/name/sub", "node:fs", "fs/promises", "node:test", "test-kit", "events"]),
  ).toEqual([
    "package zod",
    "package @scope/name",
    "builtin fs",
    "builtin fs/promises",
    "builtin test",
    "package test-kit",
    "builtin events",
  ]);
});

it("reads paths and baseUrl of the nearest tsconfig, comments, commas and extends included", () => {
  const files = {
    "tsconfig.json": `{ // the base\n "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["*"], "@/deep/*": ["far/*", "near/*"], "exact": ["one.ts"], "/*no*/": [], }, }, }`,
    "src/one.ts": "",
    "src/near/two.ts": "",
    "src/shared/three.ts": "",
    "web/tsconfig.json": { extends: "../tsconfig", compilerOptions: {} },
    "own/tsconfig.json": {
      extends: ["../tsconfig.json"],
      compilerOptions: { paths: { "~/*": ["./lib/*", "../../outside/*"] } },
    },
    "own/lib/four.ts": "",
    "src/lib/five.ts": "",
  };
  expect(resolveAll(files, "src/a.ts", ["@/one", "@/deep/two.js", "exact", "shared/three", "@/none"])).toEqual([
    "src/one.ts",
    "src/near/two.ts",
    "src/one.ts",
    "src/shared/three.ts",
    "unresolved",
  ]);
  expect(resolveAll(files, "web/pages/a.ts", ["@/one", "exact"])).toEqual(["src/one.ts", "src/one.ts"]);
  expect(resolveAll(files, "own/a.ts", ["~/five", "@/one"])).toEqual(["src/lib/five.ts", "unresolved"]);
});

it("reads imports and exports of package.json, and finds packages that are folders of the project", () => {
  const files = {
    "package.json": {
      name: "root",
      imports: { "#db": { types: "./src/db.ts", default: "./dist/db.js" }, "#lib/*": "./src/lib/*.js", "#zod": "zod" },
      exports: "./src/main.ts",
    },
    "src/main.ts": "",
    "src/db.ts": "",
    "src/lib/x.ts": "",
    "packages/core/package.json": {
      name: "@my/core",
      exports: { ".": { import: "./dist/index.js" }, "./sub/*": "./src/sub/*.ts" },
    },
    "packages/core/src/index.ts": "",
    "packages/core/src/sub/y.ts": "",
    "packages/plain/package.json": { name: "plain", main: "lib/main.js" },
    "packages/plain/lib/main.js": "",
    "packages/plain/src/z.ts": "",
  };
  expect(
    resolveAll(files, "src/a.ts", [
      "#db",
      "#lib/x",
      "#zod",
      "root",
      "@my/core",
      "@my/core/sub/y",
      "plain",
      "plain/src/z",
      "#none",
    ]),
  ).toEqual([
    "src/db.ts",
    "src/lib/x.ts",
    "package zod",
    "src/main.ts",
    "packages/core/src/index.ts",
    "packages/core/src/sub/y.ts",
    "packages/plain/lib/main.js",
    "packages/plain/src/z.ts",
    "unresolved",
  ]);
});

it("prefers moduleSuffixes, and takes rootDirs for one folder", () => {
  const files = {
    "tsconfig.json": {
      compilerOptions: {
        rootDirs: ["src", "generated/types"],
        moduleSuffixes: [".native", ""],
        paths: { "@/*": ["./src/*"] },
      },
    },
    "src/a.ts": "",
    "src/a.native.ts": "",
    "src/b/index.native.tsx": "",
    "src/c.ts": "",
    "generated/types/views/d.d.ts": "",
  };
  expect(resolveAll(files, "src/x.ts", ["./a", "./a.js", "@/a", "./b", "./c", "./views/d", "./views/none"])).toEqual([
    "src/a.native.ts",
    "src/a.native.ts",
    "src/a.native.ts",
    "src/b/index.native.tsx",
    "src/c.ts",
    "generated/types/views/d.d.ts",
    "unresolved",
  ]);
});

it("follows a tsconfig that only refers to those beside it", () => {
  const files = {
    "tsconfig.json": { files: [], references: [{ path: "./tsconfig.app.json" }, { path: "./other" }, { path: 5 }] },
    "tsconfig.app.json": { compilerOptions: { paths: { "@/*": ["./src/*"] } } },
    "other/tsconfig.json": { compilerOptions: { paths: { "~/*": ["./src/*"] } } },
    "src/a.ts": "",
  };
  expect(resolveAll(files, "src/x.ts", ["@/a", "~/a"])).toEqual(["src/a.ts", "unresolved"]);
});

it("finds the source of a package that is not built, and what its exports do not name by its path alone", () => {
  const files = {
    "packages/core/package.json": {
      name: "core",
      exports: { ".": { types: "./dist/main.d.ts", import: "./dist/main.mjs" }, "./sub": "./dist/esm/deep/sub.js" },
    },
    "packages/core/src/main.ts": "",
    "packages/core/src/deep/sub.ts": "",
    "packages/core/src/inner.ts": "",
    "packages/kit/package.json": { name: "kit", main: "client/index.js" },
    "packages/kit/src/client/index.ts": "",
  };
  expect(resolveAll(files, "a.ts", ["kit", "core", "core/sub", "core/inner", "core/src/inner", "core/src/inner.js", "core/package.json"])).toEqual([
    "packages/kit/src/client/index.ts",
    "packages/core/src/main.ts",
    "packages/core/src/deep/sub.ts",
    "package core",
    "packages/core/src/inner.ts",
    "packages/core/src/inner.ts",
    "packages/core/package.json",
  ]);
});

it("takes for workspaces what the package managers would link, and no other folder with a package.json", () => {
  const packages = {
    "packages/a/package.json": { name: "a" },
    "packages/a/index.ts": "",
    "packages/a/test/fixture/react/package.json": { name: "react", main: "index.js" },
    "packages/a/test/fixture/react/index.js": "",
    "packages/old/package.json": { name: "old" },
    "packages/old/index.ts": "",
    "tools/deep/er/package.json": { name: "deeper" },
    "tools/deep/er/index.ts": "",
    "lib/package.json": { name: "lib" },
    "lib/index.ts": "",
  };
  const globs = ["./packages/*/", "!packages/old", "tools/**"];
  const root = { name: "root", dependencies: { lib: "link:./lib" } };
  const wanted = ["packages/a/index.ts", "package react", "package old", "tools/deep/er/index.ts", "lib/index.ts"];
  const names = ["a", "react", "old", "deeper", "lib"];
  for (const workspaces of [globs, { packages: globs }])
    expect(resolveAll({ ...packages, "package.json": { ...root, workspaces } }, "x.ts", names)).toEqual(wanted);
  const list = `# ours\npackages: # all\n  - './packages/*/'\n  # but one\n\n  - "!packages/old"\n- tools/** # deep\ncatalog:\n  - "packages/a/test/**"\n`;
  expect(resolveAll({ ...packages, "package.json": root, "pnpm-workspace.yaml": list }, "x.ts", names)).toEqual(wanted);
  expect(resolveAll(packages, "x.ts", names)).not.toContain("package react");
});

it("imports the file's own package by its name, and a folder by its package.json", () => {
  const files = {
    "package.json": { name: "root", workspaces: ["packages/*"], exports: { "./sub": "./dist/sub.js" } },
    "src/sub.ts": "",
    "kit/package.json": { types: "./types/kit.d.ts", main: "./dist/none.js" },
    "kit/types/kit.d.ts": "",
    "kit/index.ts": "",
    "plain/package.json": { main: "./dist/none.js" },
    "plain/index.ts": "",
  };
  expect(resolveAll(files, "a.ts", ["root/sub", "./kit", "./kit/index", "./plain"])).toEqual([
    "src/sub.ts",
    "kit/types/kit.d.ts",
    "kit/index.ts",
    "plain/index.ts",
  ]);
});

it("reads a tsconfig of a workspace that is extended, with ${configDir} and customConditions", () => {
  const files = {
    "package.json": { workspaces: ["packages/*"] },
    "packages/tsconfig/package.json": { name: "@my/tsconfig" },
    "packages/tsconfig/base.json": {
      compilerOptions: { paths: { "~/*": ["${configDir}/src/*"] }, customConditions: ["@my/source"] },
    },
    "packages/core/package.json": {
      name: "@my/core",
      exports: { "./*": { "@my/source": "./lib/*.ts", default: "./other/*.ts" } },
    },
    "packages/core/lib/a.ts": "",
    "packages/core/other/a.ts": "",
    "packages/app/tsconfig.json": { extends: "@my/tsconfig/base.json" },
    "packages/app/src/x.ts": "",
    "packages/bare/tsconfig.json": { extends: "@their/tsconfig/base.json" },
  };
  expect(resolveAll(files, "packages/app/src/y.ts", ["~/x", "@my/core/a"])).toEqual([
    "packages/app/src/x.ts",
    "packages/core/lib/a.ts",
  ]);
  expect(resolveAll(files, "packages/bare/y.ts", ["~/x", "@my/core/a"])).toEqual(["unresolved", "packages/core/other/a.ts"]);
});

it("reads an address against its own file as a path, whether it begins with a dot or not", () => {
  const resolve = resolver(new Set(["a/keeper.ts"]), () => null);
  const url = (specifier: string) =>
    resolve("a/x.ts")({ form: "url", specifier, typeOnly: false, start: 0, end: 0, keyword: 0 });
  expect(url("keeper.ts")).toEqual({ kind: "file", path: "a/keeper.ts" });
  expect(url("https://a.example/x").kind).toBe("package");
});

it("takes hostile configurations for what they are", () => {
  const paths = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`@${index}/*`, [`${index}/*`]]));
  const loop = {
    "tsconfig.json": {
      extends: "./tsconfig.json",
      compilerOptions: { baseUrl: "/", paths: { "*": ["../../*"], "@/*": 5 } },
    },
    "a.ts": "",
  };
  expect(resolveAll(loop, "b.ts", ["a", "@/a", "etc/passwd"])).toEqual(["package a", "unresolved", "package etc"]);
  expect(
    resolveAll({ "tsconfig.json": { compilerOptions: { paths } }, "1/a.ts": "" }, "b.ts", ["@1/a", "@0/../../x"]),
  ).toEqual(["1/a.ts", "unresolved"]);
  expect(resolveAll({ "tsconfig.json": "{{{", "package.json": "[]" }, "b.ts", ["a", "#a"])).toEqual([
    "package a",
    "unresolved",
  ]);
  const circle = {
    "package.json": {
      name: "me",
      imports: { "#a": "#b", "#b": "#a" },
      exports: { ".": { default: { default: ["../../x", "./../y"] } } },
    },
  };
  expect(resolveAll(circle, "b.ts", ["#a", "me"])).toEqual(["unresolved", "package me"]);
});

it("takes what the tsconfig leads into the project for no package, unless one of that name is declared", () => {
  const files = {
    "tsconfig.json": { compilerOptions: { baseUrl: ".", paths: { "@app/*": ["./src/*"], "@else/*": ["./node_modules/else/*"], "*": ["./types/*"] } } },
    "package.json": { dependencies: { "@app/kit": "1" }, devDependencies: { "@types/src": "1" } },
    "web/package.json": {},
    "src/index.ts": "",
    "src/$.ts": "",
    "lib/a.ts": "",
  };
  expect(resolveAll(files, "web/x.ts", ["@app/.", "@app/$", "@app/generated/graphql", "@app/kit/x", "@else/x", "lib/none", "lib", "zod"])).toEqual(["src/index.ts", "src/$.ts", "unresolved", "package @app/kit", "package @else/x", "unresolved", "package lib", "package zod"]);
});

it("knows what SvelteKit and plugins of bundlers make up, and takes no other name for a package that none can have", () => {
  const files = { "jsconfig.json": { extends: "./.svelte-kit/tsconfig.json" }, "src/lib/index.js": "", "src/lib/api.js": "" };
  const names = ["$lib", "$lib/api", "$lib/none", "$app/stores", "$env/static/private", "$service-worker", "./$types", "./$types.js", "~icons/lucide/x", "~store", "$else/x", "./types"];
  expect(resolveAll(files, "src/routes/a.js", names)).toEqual(["src/lib/index.js", "src/lib/api.js", "unresolved", ...Array<string>(6).fill("none"), "unresolved", "unresolved", "unresolved"]);
});
