import { expect, it } from "vitest";
import { isCode } from "../../src/check/index.ts";
import { checkFiles, inShort } from "./project.ts";

// What a repository may hold to mislead, to hang or to end whoever checks it: each ends soon, and the breach beside it is found.
const spec = `
keybeam: 1
name: hostile
layers:
  high: { paths: ["src/high/**"] }
  low: { paths: ["src/low/**"] }
check: { rules: { orphan: "off", undeclared-dependency: "off" } }
`;
const breach = { "src/high/a.ts": "", "src/low/b.ts": `import "../high/a.ts";\n` };

async function found(files: Readonly<Record<string, string>>, wishes = {}): Promise<readonly string[]> {
  const began = process.cpuUsage();
  const checked = await checkFiles(spec, { ...breach, ...files }, wishes);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1e6).toBeLessThan(5);
  const all = inShort(checked);
  // Read or named as unread: no file goes missing without a word.
  const code = Object.keys({ ...breach, ...files }).filter(isCode).length;
  expect(checked.summary.files + all.filter((one) => one.startsWith("unparsed") && !one.includes(".json:")).length).toBe(code);
  expect(all).toContain("layer-uses src/low/b.ts:1");
  return all.filter((one) => one !== "layer-uses src/low/b.ts:1");
}

const json = (value: unknown): string => JSON.stringify(value);
const many = <T>(count: number, one: (at: number) => T): readonly T[] => Array.from({ length: count }, (_, at) => one(at));

it.each<[string, Readonly<Record<string, string>>]>([
  ["comments that never end", { "tsconfig.json": "/*".repeat(2 ** 20), "package.json": "{/*".repeat(500_000) }],
  ["quotes that never end", { "tsconfig.json": `{"a": ${'"\\'.repeat(700_000)}`, "package.json": `"`.repeat(2 ** 21 - 1) }],
  ["commas and spaces", { "tsconfig.json": `{${",".repeat(500_000)}${" ".repeat(500_000)}x`, "package.json": `{ "a": [${", ".repeat(900_000)}] }` }],
  ["nesting", { "tsconfig.json": "[".repeat(2 ** 20), "package.json": `${'{"a":'.repeat(300_000)}1${"}".repeat(300_000)}` }],
  ["extends that fan out", Object.fromEntries([["tsconfig.json", json({ extends: many(16, () => "./0.json") })], ...many(20, (at) => [`${at}.json`, json({ extends: many(16, () => `./${at + 1}.json`) })])])],
  ["references that fan out", Object.fromEntries([["tsconfig.json", json({ references: many(16, () => ({ path: "./0.json" })) })], ...many(20, (at) => [`${at}.json`, json({ references: many(16, () => ({ path: `./${at + 1}.json` })) })])])],
  ["extends in a circle, and out of the project", { "tsconfig.json": json({ extends: ["./a.json", "../../../etc/passwd", "/etc/passwd", "plugin"] }), "a.json": json({ extends: "./tsconfig.json" }) }],
  ["100,000 paths", { "tsconfig.json": json({ compilerOptions: { paths: Object.fromEntries(many(60_000, (at) => [`@${at}/*`, ["../*"]])) } }), "src/low/c.ts": many(2_000, (at) => `import "${at}@x";\n`).join("") }],
  ["wrong types everywhere", { "tsconfig.json": json({ extends: 5, references: [5, { path: {} }], compilerOptions: { paths: { a: 5, b: [{}] }, baseUrl: [], rootDirs: "../..", moduleSuffixes: {}, customConditions: 1, plugins: [{ name: "evil" }] } }), "package.json": json({ name: [], workspaces: { packages: 5 }, exports: [[[5]]], imports: 5, dependencies: [] }) }],
  ["rootDirs outside, and many suffixes", { "tsconfig.json": json({ compilerOptions: { rootDirs: ["../..", "/"], moduleSuffixes: ["", ...many(100_000, (at) => `.${at}`)] } }) }],
  ["workspaces of everything, and of what lies outside", { "package.json": json({ workspaces: ["/**", "../*", "**/**/**/**", ...many(50_000, (at) => `*a*b*${at}/{a,b}`)] }), ...Object.fromEntries(many(300, (at) => [`p${at}/package.json`, json({ name: `p${at}`, main: "../../x" })])) }],
  ["lists of pnpm", { "pnpm-workspace.yaml": `packages:\n${"- ".repeat(500_000)}\n${" ".repeat(500_000)}\n  - '${"x".repeat(1_000)}`, "p/package.json": json({ name: "p" }) }],
  ["exports that fan out and lead in circles", { "package.json": json({ name: "me", exports: { ".": many(50_000, () => ({ import: ["../x", "./me"] })) }, imports: { "#a": "#b", "#b": "#a" } }), "src/low/c.ts": `import "me/x";\n` }],
])("ends on configuration of %s", async (_, files) => {
  const others = await found(files);
  expect(others.filter((one) => /src\/(?:high\/a|low\/b)\.ts/.test(one))).toEqual([]);
});

/** Only a parser can tell whether it imports. */
const UNSURE = '{} / import("a")';

it.each<[string, string, boolean]>([
  ["parentheses", `${"(".repeat(100_000)}${UNSURE}`, true],
  ["generics", `type A = ${"Array<".repeat(100_000)}1${">".repeat(100_000)};`, false],
  ["generics that only a parser can read", `const r = {} / 2; type A = ${"Array<".repeat(100_000)}1${">".repeat(100_000)}; import("a");`, true],
  ["templates", `${"`${".repeat(100_000)}${UNSURE}`, true],
  ["blocks", `${"{".repeat(100_000)}${UNSURE}`, true],
  ["blocks that hold no import", "{".repeat(100_000), false],
  ["arrays", `x = {} / ${"[".repeat(100_000)}import("a")`, true],
  ["a sum", `x = ${"a+".repeat(10_000)}{} / 2;`, false],
  ["comments", "/*".repeat(20_000), false],
  ["comments of JSDoc", '/** import("a") '.repeat(100_000), false],
  ["regular expressions", "/[".repeat(100_000), false],
  ["quotes", `"\\`.repeat(100_000), false],
  ["escapes", `import "${"\\u{41}".repeat(200_000)}";`, false],
  ["names of one import", `import { ${"a as b, ".repeat(20_000)} } from "../low/b.ts";`, false],
  ["imports", `import "../low/b.ts";\n`.repeat(5_000), false],
  ["different packages", many(10_000, (at) => `import "p${at}";`).join("\n"), false],
  ["ignores", "// keybeam-ignore layer-uses: no\n".repeat(10_000), false],
])("ends on code of many %s", async (_, text, unparsed) => {
  for (const ending of ["ts", "js"]) {
    const others = await found({ [`src/low/c.${ending}`]: text });
    expect(others.some((one) => one.startsWith("unparsed"))).toBe(unparsed);
  }
}, 30_000);

it.each([
  [`import("./" + "x");`, "dynamic-import"],
  ["import(`../${x}`);", "dynamic-import"],
  [`require("../" + x);`, "dynamic-import"],
  [`import "..\\x2fhigh/\\u0061.ts";`, "layer-uses"],
  [`import "../\\u{68}igh/a.js"; // @ts-ignore`, "layer-uses"],
  [`export * from "../high/a.ts";`, "layer-uses"],
  [`import "../../src/low/../high/a";`, "layer-uses"],
  [`import "../high/a.ts?raw";`, "layer-uses"],
  [`import "../HIGH/a.ts";`, "unresolved-import"],
])("is not evaded by %s", async (text, rule) => {
  expect(await found({ "src/low/c.ts": `${text}\n` })).toContain(`${rule} src/low/c.ts:1`);
});

it("is not evaded through a module that passes it on, where chains are forbidden", async () => {
  const chained = spec.replace(`low: { paths: ["src/low/**"] }`, `low: { paths: ["src/low/**"], uses: [between], neverReaches: [high] }\n  between: { paths: ["src/between/**"], uses: [high] }`);
  const checked = await checkFiles(chained, { "src/high/a.ts": "", "src/between/index.ts": `export * from "../high/a.ts";\n`, "src/low/b.ts": `import "../between/index.ts";\n` });
  expect(inShort(checked)).toEqual(["forbidden-reach src/low/b.ts:1"]);
});

it("is ignored by nothing but a comment with a reason, counted, and by none where comments are not to count", async () => {
  const files = {
    "src/low/c.ts": `// keybeam-ignore layer-uses\nimport "../high/a.ts";\n`,
    "src/low/d.ts": `const s = "// keybeam-ignore layer-uses: no";\nimport "../high/a.ts";\n`,
    "src/low/e.ts": `/* keybeam-disable */\nimport "../high/a.ts";\n`,
    "src/low/f.ts": `// keybeam-ignore layer-uses: until the split\nimport "../high/a.ts";\n`,
    "src/low/architecture.yaml": `keybeam: 1\nname: x\nlayers: { low: { paths: ["**"] } }\ncheck: { rules: { layer-uses: "off" }, exclude: ["**"] }\n`,
  };
  const others = await found(files);
  expect(others.filter((one) => one.startsWith("layer-uses"))).toEqual(["layer-uses src/low/c.ts:2", "layer-uses src/low/d.ts:2", "layer-uses src/low/e.ts:2"]);
  expect((await checkFiles(spec, { ...breach, ...files })).summary).toMatchObject({ ignored: 1 });
  expect((await found(files, { inlineConfig: false })).filter((one) => one.startsWith("layer-uses"))).toHaveLength(4);
});
