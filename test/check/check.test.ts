import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { check, LIMITS, listFiles } from "../../src/check/index.ts";
import { architectureOf, checkFiles, inShort } from "./project.ts";

const spec = `
keybeam: 1
name: plain
layers:
  high: { paths: ["src/high/**"], uses: [low] }
  low: { paths: ["src/low/**"] }
`;

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "keybeam-check-"));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

it("counts what it looked at", async () => {
  const { summary } = await checkFiles(spec, {
    "src/high/a.ts": `import "../low/b.ts"; import "./none.ts"; export * from "zod";`,
    "src/low/b.ts": "",
    "README.md": `import "no"`,
  });
  expect(summary).toEqual({ files: 2, imports: 3, unresolved: 1 });
});

it("leaves excluded files out", async () => {
  const excluding = `${spec}check: { exclude: ["**/*.gen.ts", "old/"] }\n`;
  const files = {
    "src/high/a.ts": "",
    "src/low/b.ts": "",
    "src/low/c.gen.ts": `import "../high/a.ts"`,
    "old/x/y.ts": "",
  };
  expect(inShort(await checkFiles(excluding, files))).toEqual([]);
  expect(inShort(await checkFiles(spec, files))).toEqual([
    "unplaced-file old/x/y.ts:1",
    "layer-uses src/low/c.gen.ts:1",
  ]);
});

it("frees tests of rules by their name, and in a layer's paths never by their folder", async () => {
  const breach = `import "../../high/a.ts";`;
  const files = {
    "src/high/a.ts": "",
    "src/low/tests/b.ts": breach,
    "src/low/test/c.test.ts": breach,
    "src/low/__tests__/d.ts": breach,
    "test/e.ts": `import "../src/low/tests/b.ts"`,
  };
  expect(inShort(await checkFiles(spec, files))).toEqual(["layer-uses src/low/tests/b.ts:1"]);
});

it("takes severities from the spec", async () => {
  const lenient = `${spec}check: { rules: { layer-uses: warn, cycles: error } }\n`;
  const files = { "src/high/a.ts": `import "../low/b.ts"`, "src/low/b.ts": `import "../high/a.ts"` };
  const { diagnostics } = await checkFiles(lenient, files);
  expect(diagnostics.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
    "cycles error",
    "layer-uses warning",
  ]);
});

it("judges every form of import alike", async () => {
  const forms = [
    `import x from "../high/a.ts"`,
    `import type x from "../high/a"`,
    `export * from "../high/a.js"`,
    `const x = await import("../high/a.ts")`,
    "const x = await import(`../high/a.ts`)",
    `const x = require("../high/a")`,
    `import x = require("../high/a")`,
    `let x: import("../high/a.ts").X`,
    `declare module "../high/a.ts" {}`,
    `new URL("../high/a.ts", import.meta.url)`,
    `import x from "..\\x2fhigh/\\u0061.ts"`,
    `import x from "@/high/a"`,
    `/// <reference path="../high/a.ts" />`,
    `export { x } from "../low/../high/a.ts"`,
    `vi.mock("../high/a.ts")`,
    `import x from "#high"`,
    `import x from "self/high"`,
  ];
  for (const form of forms) {
    const found = await checkFiles(spec, {
      "src/high/a.ts": "",
      "src/low/b.ts": `${form};\n`,
      "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
      "package.json": `{ "name": "self", "imports": { "#high": "./src/high/a.ts" }, "exports": { "./high": "./src/high/a.ts" } }`,
    });
    expect(inShort(found), form).toEqual(["layer-uses src/low/b.ts:1"]);
  }
});

it("shows each tangle of files once, whatever the order they come in", async () => {
  const files = {
    "src/low/a.ts": `import "./b.ts"`,
    "src/low/b.ts": `import "./c.ts"; import "./d.ts"`,
    "src/low/c.ts": `import "./a.ts"`,
    "src/low/d.ts": `import "./b.ts"`,
    "src/low/e.ts": `import type {} from "./e.ts"`,
  };
  const reversed = Object.fromEntries(Object.entries(files).reverse());
  const [one, other] = [await checkFiles(spec, files), await checkFiles(spec, reversed)];
  expect(other).toEqual(one);
  const cycles = one.diagnostics.filter(({ rule }) => rule === "cycles");
  expect(cycles.map(({ message }) => message)).toEqual([
    "These files import one another in a circle: src/low/a.ts → src/low/b.ts → src/low/c.ts → src/low/a.ts. 4 files hang together like this.",
  ]);
  expect(cycles[0]?.related.map(({ at }) => at.file)).toEqual(["src/low/b.ts", "src/low/c.ts"]);
});

it("ignores one finding where a comment gives a reason, and no other", async () => {
  const below = `// keybeam-ignore layer-uses: until the split\nimport {\n  x,\n} from "../high/a.ts";\nimport "../high/a.ts";\n`;
  const parsed = `const r = {} / 2;\n${below}`;
  const inString = "const s = `\n// keybeam-ignore layer-uses: not a comment\n`; import '../high/a.ts';";
  const wrongRule = `/* keybeam-ignore cycles: not this */ import "../high/a.ts";`;
  const found = await checkFiles(spec, {
    "src/high/a.ts": "",
    "src/low/b.ts": below,
    "src/low/c.ts": inString,
    "src/low/d.ts": wrongRule,
    "src/low/e.ts": parsed,
  });
  expect(inShort(found)).toEqual([
    "layer-uses src/low/b.ts:5",
    "layer-uses src/low/c.ts:3",
    "unused-ignore src/low/d.ts:1",
    "layer-uses src/low/d.ts:1",
    "layer-uses src/low/e.ts:6",
  ]);
});

it("says of a comment that ignores nothing what it should be", async () => {
  const { diagnostics } = await checkFiles(spec, {
    "src/high/a.ts": "",
    "src/low/b.ts": [
      "// keybeam-ignore",
      "// keybeam-ignore: nobody knows what",
      "// keybeam-ignore layer-use: mistyped",
      "// keybeam-ignore layer-uses because of the split",
      "/* keybeam-ignore no-such-rule-at-all: gone",
      "   for long */",
      "// keybeam-ignored are others",
    ].join("\n"),
  }, { nearest: (typed) => (typed === "layer-use" ? "layer-uses" : null) });
  expect(diagnostics.map(({ rule, at, message, help }) => `${rule} ${at.line} ${message} ${help}`)).toEqual([
    "ignore-without-reason 1 This comment names no rule, so it ignores nothing. Write `keybeam-ignore <rule>: why this one is right`; each finding shows its rule.",
    "ignore-without-reason 2 This comment names no rule, so it ignores nothing. Write `keybeam-ignore <rule>: why this one is right`; each finding shows its rule.",
    "unused-ignore 3 There is no rule `layer-use`, so this comment ignores nothing. Did you mean `layer-uses`?",
    "ignore-without-reason 4 This comment ignores layer-uses without a reason, so it ignores nothing. Write `keybeam-ignore layer-uses: why this one is right`.",
    "unused-ignore 5 There is no rule `no-such-rule-at-all`, so this comment ignores nothing. `keybeam explain` names all rules.",
  ]);
});

it.each(["{ ( [", "`${", "'", "/* ", "} ) ]", "<a>", "import", "import {", "export * from"])("finds the imports of a file that is broken after them by %s, and leaves the rest to the compiler", async (broken) => {
  const found = await checkFiles(spec, { "src/high/a.ts": "", "src/low/b.ts": `import "../high/a.ts";\n${broken}\n` });
  expect(inShort(found)).toEqual(["layer-uses src/low/b.ts:1"]);
});

it("takes a glob that excludes nothing for a mistake", async () => {
  const found = await checkFiles(`${spec}check: { exclude: ["old/**"] }\n`, { "src/high/a.ts": "", "src/low/b.ts": "" });
  expect(found.diagnostics).toMatchObject([{ rule: "unmatched-glob", severity: "error", at: { file: "architecture.yaml" } }]);
});

it("checks a folder without leaving it, and without following links", async () => {
  const root = folderOf({
    "src/high/a.ts": `import "../low/b.ts"; import "../linked/c.ts"; import "../../../outside.ts";`,
    "src/low/b.ts": "",
    "node_modules/zod/index.ts": `import "no"`,
    "dist/a.js": `import "no"`,
    "outside/c.ts": `import "no"`,
  });
  symlinkSync(join(root, "outside"), join(root, "src/linked"));
  symlinkSync("/", join(root, "src/root"));
  const found = await check(architectureOf(`${spec}check: { exclude: ["outside/"] }\n`), listFiles(root));
  expect(inShort(found)).toEqual(["unresolved-import src/high/a.ts:1", "unresolved-import src/high/a.ts:1"]);
  expect(found.summary.files).toBe(2);
});

it("names the files it could not check, and checks the others", async () => {
  const deep = `src/${"d/".repeat(LIMITS.depth)}x.ts`;
  const root = folderOf({
    "src/high/a.ts": "",
    "src/low/b.ts": `import "../high/a.ts"`,
    "src/low/huge.ts": "x".repeat(LIMITS.fileBytes + 1),
    "src/low/parens.ts": "({} / import(".repeat(100_000),
    "src/low/deep.ts": `${"({} /".repeat(100_000)} require("a")`,
    "src/low/sum.ts": `x = ${"a+".repeat(10_000)}{} / 2`,
    "src/low/line.ts": `import "../high/a.ts";`.repeat(20_000),
    [deep]: "",
  });
  const found = await check(architectureOf(spec), listFiles(root));
  const unread = found.diagnostics.filter(({ rule }) => rule === "unparsed").map(({ at }) => at.file);
  expect(unread).toEqual([
    expect.stringMatching(/^src\/d\/d\//),
    "src/low/deep.ts",
    "src/low/huge.ts",
    "src/low/parens.ts",
  ]);
  expect(inShort(found)).toContain("layer-uses src/low/b.ts:1");
  expect(
    found.diagnostics.filter(({ rule, at }) => rule === "layer-uses" && at.file === "src/low/line.ts"),
  ).toHaveLength(20_000);
}, 30_000);

it("says when an entry fits no file", async () => {
  const guarded = spec.replace(`paths: ["src/low/**"]`, `paths: ["src/low/**"], entry: ["src/low/index.ts"]`);
  expect(inShort(await checkFiles(guarded, { "src/high/a.ts": "", "src/low/b.ts": "" }))).toEqual([
    "empty-layer architecture.yaml:6",
  ]);
});

it("lists nothing that is built, or that a package manager keeps", () => {
  const root = folderOf({ "src/a.ts": "", "dist/a.js": "", "web/node_modules/x/index.js": "", ".yarn/plugins/@yarnpkg/plugin-tools.cjs": "" });
  expect(listFiles(root).paths).toEqual(["src/a.ts"]);
});
