import { expect, it } from "vitest";
import { baselineText, check, projectOf, readBaseline, type Wishes } from "../../src/check/index.ts";
import { architectureOf, checkFiles, inShort } from "./project.ts";

const spec = `
keybeam: 1
name: plain
layers:
  high: { paths: ["src/high/**"], uses: [low] }
  low: { paths: ["src/low/**"] }
`;
const old = { "src/high/a.ts": "", "src/high/b.ts": "", "src/low/c.ts": `import "../high/a.ts";\n` };

async function run(files: Readonly<Record<string, string>>, wishes: Wishes = {}) {
  return check(architectureOf(spec), projectOf(new Map(Object.entries(files))), wishes);
}

const { baseline } = await run(old, { baseline: "all" });

it("accepts what was there, wherever the line went", async () => {
  expect(baseline).toEqual([{ rule: "layer-uses", file: "src/low/c.ts", target: "src/high/a.ts", count: 1 }]);
  const moved = { ...old, "src/low/c.ts": `// new\n\n${old["src/low/c.ts"]}` };
  const { diagnostics, summary } = await run(moved, { baseline });
  expect(diagnostics).toEqual([]);
  expect(summary).toMatchObject({ known: 1, fixed: 0 });
});

it("prints what is new as always, be it of another target, in another file or once more", async () => {
  const again = { ...old, "src/low/c.ts": `${old["src/low/c.ts"]}import "../high/b.ts";\nexport * from "../high/a.ts";\n`, "src/low/d.ts": `import "../high/a.ts";` };
  expect(inShort(await run(again, { baseline }))).toEqual(["layer-uses src/low/c.ts:2", "layer-uses src/low/c.ts:3", "layer-uses src/low/d.ts:1"]);
});

it("never fails because something was fixed, and then only shrinks", async () => {
  const fixed = await run({ ...old, "src/low/c.ts": "", "src/low/d.ts": `import "../high/b.ts";` }, { baseline });
  expect(inShort(fixed)).toEqual(["layer-uses src/low/d.ts:1"]);
  expect(fixed.summary).toMatchObject({ known: 0, fixed: 1 });
  expect(fixed.baseline).toEqual([]);
});

it("keeps what it accepts in a file that could not be read this time", async () => {
  const project = projectOf(new Map(Object.entries({ ...old, "src/low/a.ts": `import "../high/b.ts";` })));
  const { baseline: both } = await check(architectureOf(spec), project, { baseline: "all" });
  const blind = { ...project, read: (path: string) => (path === "src/low/c.ts" ? ([null, "it cannot be read"] as const) : project.read(path)) };
  const { diagnostics, summary, baseline: left } = await check(architectureOf(spec), blind, { baseline: both });
  expect(diagnostics.map(({ rule }) => rule)).toEqual(["unparsed"]);
  expect(summary).toMatchObject({ known: 1, fixed: 0 });
  expect(left).toEqual(both);
});

it("does not get used to a spec that guards nothing or to files that were not read", async () => {
  const blind = spec.replace("src/high/**", "src/gone/**");
  const project = { ...projectOf(new Map([["src/low/a.ts", ""]])), unlisted: [{ path: "src/low/huge.ts", reason: "it is huge" }] };
  const { diagnostics, baseline: written } = await check(architectureOf(blind), project, { baseline: "all" });
  expect(diagnostics.map(({ rule }) => rule)).toEqual(["empty-layer", "unparsed"]);
  expect(written).toEqual([]);
});

it("reads what it writes, and nothing else", () => {
  const twice = [{ rule: "a", file: "b", target: 'c"\n', count: 2 }];
  for (const one of [baseline, twice, []]) expect(readBaseline(baselineText(one))).toEqual(one);
  for (const text of ["", "[]", "{}", `{"version":2,"findings":[]}`, `{"version":1,"findings":[{"rule":"a","file":"b"}]}`, `{"version":1,"findings":[{"rule":"a","file":"b","target":"c","count":-1}]}`])
    expect(readBaseline(text)).toBeNull();
});

it("lets no comment ignore anything where that is asked for", async () => {
  const ignoring = { ...old, "src/low/c.ts": `// keybeam-ignore layer-uses: for now\nimport "../high/a.ts";\n` };
  expect(inShort(await run(ignoring))).toEqual([]);
  expect(inShort(await run(ignoring, { inlineConfig: false }))).toEqual(["layer-uses src/low/c.ts:2"]);
});

/** What stands in a file that is as it was; one that is gone was empty. */
const textOf = (files: Readonly<Record<string, string>>, path: string): string => files[path] ?? "";

it("gives for what changed exactly what a full run says of it and of what imports it", async () => {
  const files = {
    "src/low/a.ts": `import "../high/a.ts";`,
    "src/low/b.ts": `import "./a.ts"; import "../high/a.ts";`,
    "src/low/c.ts": `import "../high/a.ts"; import "./gone.ts";`,
    "src/low/d.ts": `import "../high/b.ts";`,
    "src/high/a.ts": "",
    "src/high/b.ts": "",
  };
  const full = inShort(await run(files));
  const of = async (...changed: string[]) => inShort(await run(files, { changed: new Map(changed.map((path) => [path, textOf(files, path)])) }));
  const on = (...paths: string[]) => full.filter((one) => paths.some((path) => one.includes(`${path}.ts:`)));
  expect(await of("src/low/a.ts")).toEqual(on("low/a", "low/b"));
  expect(await of("src/high/b.ts")).toEqual(on("low/d"));
  expect(await of("src/low/gone.ts")).toEqual(on("low/c"));
  expect(await of()).toEqual([]);
  expect(on("low/c")).toHaveLength(2);
});

it("gives for what changed what it does to types, however far", async () => {
  const spec = "keybeam: 1\nname: x\nlayers:\n  web: { paths: [src/web/**], uses: [core] }\n  core: { paths: [src/core/**], uses: [text] }\n  text: { paths: [src/text/**] }\n";
  const files = {
    "src/web/list.ts": `import { read } from "../core/read.ts";\nexport const list = () => read();\n`,
    "src/core/read.ts": `import { open } from "../text/open.ts";\nexport const read = () => open();\n`,
    "src/text/open.ts": `import { made } from "./made.ts";\nexport const open = () => made();\n`,
    "src/text/made.ts": `export interface Made { text: string }\nexport const made = (): Made => ({ text: "" });\n`,
    "src/web/other.ts": `import "./list.ts";\n`,
  };
  const leak = ["signature-leak src/web/list.ts:2"];
  for (const [changed, found] of [["src/text/open.ts", leak], ["src/web/other.ts", []], ["src/text/gone.ts", []]] as const)
    expect(inShort(await checkFiles(spec, files, { changed: new Map([[changed, textOf(files, changed)]]) })).filter((one) => !one.startsWith("orphan")), changed).toEqual(found);
});

const layers = "layers:\n  high: { paths: [src/high/**], uses: [low], neverReaches: [pg] }\n  low: { paths: [src/low/**] }\n";
const rules = "check: { rules: { orphan: error, unused-allowance: error, statelessness: error, forbidden-reach: error } }\n";
const state = { "src/low/all.ts": "export const all = [];", "src/low/other.ts": "export const all = start();" };
const pusher = 'import { all } from "../low/door.ts"; export const push = (x) => all.push(x);';

/** What a change does to files that it did not touch, nor what imports them: the code before and after, and what is found beside what a full run finds on them. */
const elsewhere: readonly (readonly [string, Readonly<Record<string, string | null>>, Readonly<Record<string, string | null>>, readonly string[]])[] = [
  ["makes an orphan", { "src/low/a.ts": 'import "./b.ts";', "src/low/b.ts": "" }, { "src/low/a.ts": "" }, ["orphan src/low/b.ts:1"]],
  ["deletes the last importer", { "src/low/a.ts": 'import "./b.ts";', "src/low/b.ts": "" }, { "src/low/a.ts": null }, ["orphan src/low/b.ts:1"]],
  ["leaves an allowance unused", { "src/high/a.ts": 'import "../low/b.ts";', "src/low/b.ts": "" }, { "src/high/a.ts": "" }, ["unused-allowance architecture.yaml:4"]],
  ["deletes data", { "src/low/a.ts": 'import x from "./x.json"; export { x };', "src/low/x.json": "{}" }, { "src/low/x.json": null }, ["unresolved-import src/low/a.ts:1"]],
  ["leads another way to state", { "src/high/a.ts": pusher, "src/low/door.ts": 'export * from "./inner.ts";', "src/low/inner.ts": 'export * from "./other.ts"; import "./all.ts";', ...state }, { "src/low/inner.ts": 'export * from "./all.ts"; import "./other.ts";' }, ["statelessness src/high/a.ts:1"]],
  ["leads far to what is never reached", { "src/high/a.ts": 'import "../low/b.ts";', "src/low/b.ts": 'import "./c.ts";', "src/low/c.ts": 'import "./d.ts";', "src/low/d.ts": "" }, { "src/low/d.ts": 'import "pg";' }, ["forbidden-reach src/high/a.ts:1"]],
  ["leaves a comment nothing to ignore", { "src/low/a.ts": "// keybeam-ignore cycles: for now\nimport './b.ts';", "src/low/b.ts": 'import "./c.ts";', "src/low/c.ts": 'import "./a.ts";' }, { "src/low/c.ts": 'import "./d.ts";', "src/low/d.ts": "" }, ["unused-ignore src/low/a.ts:1"]],
  ["reads another base of a tsconfig", { "tsconfig.json": '{ "extends": "./base.json" }', "base.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/low/*"] } } }', "src/low/a.ts": 'import "@/b";', "src/low/b.ts": "" }, { "base.json": "{}" }, ["orphan src/low/b.ts:1", "unresolved-import src/low/a.ts:1"]],
];

it.each(elsewhere)("gives for what changed what it does elsewhere: one that %s", async (_, before, change, wanted) => {
  const spec = `keybeam: 1\nname: x\n${layers}${rules}`;
  const now = Object.fromEntries(Object.entries({ ...before, ...change }).flatMap(([path, text]) => (text === null ? [] : [[path, text]])));
  const changed = new Map(Object.keys(change).map((path) => [path, before[path] ?? null]));
  const found = inShort(await checkFiles(spec, now, { changed }));
  expect(found).toEqual(expect.arrayContaining([...wanted]));
  expect(inShort(await checkFiles(spec, now))).toEqual(expect.arrayContaining([...found]));
});
