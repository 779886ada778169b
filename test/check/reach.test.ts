import { describe, expect, it } from "vitest";
import { checkFiles, inShort } from "./project.ts";

const spec = `
keybeam: 1
name: plain
layers:
  core: { paths: ["src/core/**"], uses: [lib], neverReaches: [data, pg, "@aws/*"] }
  lib: { paths: ["src/lib/**"], uses: [data] }
  data: { paths: ["src/data/**"] }
check: { rules: { unmatched-glob: "off" } }
`;

async function found(files: Readonly<Record<string, string>>) {
  return (await checkFiles(spec, files)).diagnostics;
}

describe("forbidden-reach", () => {
  it("shows the shortest chain, each import with its line, and the line of the spec", async () => {
    const [one, ...others] = await found({
      "src/core/a.ts": `\nimport "../lib/long.ts";\nimport "../lib/z.ts";\nimport "../lib/b.ts";`,
      "src/lib/long.ts": `import "./b.ts";`,
      "src/lib/z.ts": `import "../data/d.ts";`,
      "src/lib/b.ts": `\n\nimport "../data/d.ts";`,
      "src/data/d.ts": "",
    });
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      rule: "forbidden-reach",
      message: "core is never to reach data, and does: src/core/a.ts → src/lib/b.ts → src/data/d.ts.",
      at: { file: "src/core/a.ts", line: 4 },
      target: "data",
      related: [{ message: "which imports src/data/d.ts", at: { file: "src/lib/b.ts", line: 3 } }, { at: { file: "architecture.yaml", line: 5 } }],
    });
  });

  it("is said of the last file of the layer alone", async () => {
    const files = {
      "src/core/a.ts": `import "./b.ts"; import "./c.ts";`,
      "src/core/b.ts": `import "./c.ts"; import "../lib/back.ts";`,
      "src/core/c.ts": `import "../lib/d.ts";`,
      "src/lib/back.ts": "export * from '../core/c.ts';",
      "src/lib/d.ts": `import pg from "pg"; import "@aws/s3";`,
      "src/data/e.ts": "",
    };
    const all = (await found(files)).filter(({ rule }) => rule === "forbidden-reach");
    expect(all.map(({ at, target }) => `${at.file} ${target}`)).toEqual(["src/core/c.ts @aws/*", "src/core/c.ts pg"]);
  });

  it.each([
    ["types end a chain", `import type { x } from "../lib/b.ts";`, `import "pg";`],
    ["types end it anywhere", `import "../lib/b.ts";`, `import type pg from "pg";`],
    ["another package", `import "../lib/b.ts";`, `import "pg-native"; import "@x/pg";`],
    ["a mock", `import "../lib/b.ts";`, `vi.mock("pg");`],
  ])("lets pass: %s", async (_, from, through) => {
    expect(await found({ "src/core/a.ts": from, "src/lib/b.ts": through, "src/data/d.ts": "" })).toEqual([]);
  });

  it.each([`import("../lib/b.ts")`, `export * from "../lib/b.ts"`, `require("../lib/b.ts")`])("follows %s", async (from) => {
    const files = { "src/core/a.ts": from, "src/lib/b.ts": `void import("pg");`, "src/data/d.ts": "" };
    expect((await found(files)).map(({ rule }) => rule)).toEqual(["forbidden-reach"]);
  });

  it("says nothing twice: one step to a layer is what layer-uses forbids", async () => {
    expect((await found({ "src/core/a.ts": `import "../data/d.ts";`, "src/data/d.ts": "", "src/lib/e.ts": "" })).map(({ rule }) => rule)).toEqual(["layer-uses"]);
    expect((await found({ "src/core/a.ts": `import "pg";`, "src/data/d.ts": "", "src/lib/e.ts": "" })).map(({ rule }) => rule)).toEqual(["forbidden-reach"]);
  });

  it("takes time in line with the number of imports", async () => {
    const count = 4000;
    const lib = Object.fromEntries(Array.from({ length: count }, (_, n) => [`src/lib/m${n}.ts`, `import "./m${n + 1}.ts"; import "./hub.ts";`]));
    const core = Object.fromEntries(Array.from({ length: count }, (_, n) => [`src/core/c${n}.ts`, `import "../lib/m0.ts";`]));
    const files = { ...lib, ...core, "src/lib/hub.ts": "", [`src/lib/m${count}.ts`]: `import "pg";`, "src/data/d.ts": "" };
    const started = process.cpuUsage();
    const all = await found({ ...files, "src/core/c9.ts": `import "../lib/m${count - 1}.ts";` });
    expect(all).toHaveLength(count);
    expect(all.find(({ at }) => at.file === "src/core/c9.ts")?.related).toHaveLength(3);
    expect(all.find(({ at }) => at.file === "src/core/c1.ts")?.message).toContain(`→ src/lib/m29.ts → ${count - 29} more → pg.`);
    // Of the processor, and not of the clock: other work beside it takes nothing away.
    expect(process.cpuUsage(started).user).toBeLessThan(10_000_000);
  });
});

describe("a package's name", () => {
  const only = (allow: string) => `
keybeam: 1
name: plain
layers: { core: { paths: ["src/**"], packages: { allow: ["${allow}"] } } }
`;
  it.each([
    ["pg", "pg", true],
    ["pg", "@x/pg", false],
    ["@x/*", "@x/pg", true],
    ["@x/*", "@y/pg", false],
    ["pg-*", "pg-native", true],
    ["pg-*", "@x/pg-native", false],
    ["*", "@x/pg", true],
    ["p.g", "pxg", false],
  ])("%s allows %s: %s", async (allow, name, may) => {
    const files = { "src/a.ts": `import "${name}";`, "package.json": `{ "name": "x", "dependencies": { "${name}": "1", "${allow.replace("*", "x")}": "1" } }` };
    expect(inShort(await checkFiles(only(allow), files))).toEqual(may ? [] : ["package-allowed src/a.ts:1"]);
  });
});
