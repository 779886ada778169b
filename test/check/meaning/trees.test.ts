import { describe, expect, it } from "vitest";
import { buildGraph } from "../../../src/check/build-graph.ts";
import { noCache } from "../../../src/check/cache/cache.ts";
import { projectOf } from "../../../src/check/index.ts";
import { collect } from "../../../src/check/meaning/collect.ts";
import { readMeaning } from "../../../src/check/meaning/index.ts";
import { treesOf } from "../../../src/check/meaning/trees.ts";
import { parsed } from "../../../src/check/meaning/types/program.ts";
import { architectureOf } from "../project.ts";

const texts = new Map([
  ["src/a.ts", `import { b } from "./b.ts";\nlet calls = 0;\nexport const a = () => { calls++; return b(); };`],
  ["src/b.ts", `import { c } from "./c.ts";\nlet calls = 0;\nexport const b = () => { calls++; return c(); };`],
  ["src/c.ts", `export interface C { id: string }\nlet calls = 0;\nexport const c = (): C => { calls++; return { id: "" }; };`],
  ["src/d.js", `let calls = 0;\nexport const d = () => calls++;`],
  ["src/e.ts", `let calls = 0;\nexport const e = () => calls++;`],
]);
const project = projectOf(texts);
const graph = await buildGraph(architectureOf(`keybeam: 1\nname: plain\nlayers:\n  all: { paths: ["src/**"] }\n`), project, noCache);

describe("syntax trees", () => {
  it("are kept of files that are needed again, but of no JavaScript", () => {
    const trees = treesOf(new Set(["src/a.ts", "src/d.js"]));
    for (const [path, text] of texts) collect(path, text, ["state"], trees);
    expect([...texts.keys()].filter((path) => trees.of(path))).toEqual(["src/a.ts"]);
    const asked: string[] = [];
    const { sources } = parsed(graph.files, (path) => `${asked.push(path)}`, trees);
    expect(sources.get("src/a.ts")).toBe(trees.of("src/a.ts"));
    expect(asked).toEqual(["src/b.ts", "src/c.ts", "src/d.js", "src/e.ts"]);
  });

  it("show the same to every question", async () => {
    const state = { kinds: ["state"] as const, asks: () => true };
    const signature = { kinds: ["signature"] as const, asks: ({ path }: { path: string }) => path === "src/a.ts" };
    const both = await readMeaning(graph, project, [state, signature]);
    const [states, signatures] = [await readMeaning(graph, project, [state]), await readMeaning(graph, project, [signature])];
    expect([both("state"), both("signature")]).toEqual([states("state"), signatures("signature")]);
    expect(both("state")).toHaveLength(5);
    expect(both("signature").map(({ name, detail }) => `${name} ${detail}`)).toEqual(["a src/c.ts\nC"]);
  });
});
