import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile, nodeDisk, type Written, writeProject } from "../../src/workspace/index.ts";
import { save, temporaryFolder, treeOf } from "./project.ts";

const tsconfig = JSON.stringify({ compilerOptions: { strict: true, noEmit: true, module: "nodenext", moduleResolution: "nodenext", allowImportingTsExtensions: true, types: [], lib: ["es2022"] }, include: ["*.ts"] });

type Files = Readonly<Record<string, string>>;

/** A project as a first rendering leaves it, edited by hand, and what a second rendering makes of it. */
function rerun(first: Files, edits: Files, second: Files): { readonly written: Written; readonly textOf: (path: string) => string } {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules"));
  const run = (files: Files): Written => {
    const [written, faults] = writeProject(nodeDisk(folder), treeOf({ "tsconfig.json": tsconfig, ...files }), { keybeam: "1.0.0", compile });
    if (written === null) throw new Error(JSON.stringify(faults));
    return written;
  };
  run(first);
  for (const [path, text] of Object.entries(edits)) save(folder, path, text);
  return { written: run(second), textOf: (path) => readFileSync(join(folder, path), "utf8") };
}

const actionOn = ({ plan }: Written, path: string): unknown => plan.files.find((file) => file.path === path);

describe("the four cases that a merge of lines fails at", () => {
  it("1: both sides append a method", () => {
    const api = (...names: readonly string[]): string => `export const api = {\n${["list", ...names].map((name) => `  ${name}(): number {\n    return 1;\n  },\n`).join("")}};\n`;
    const { written, textOf } = rerun({ "api.ts": api() }, { "api.ts": api("mine") }, { "api.ts": api("theirs") });
    expect(actionOn(written, "api.ts")).toMatchObject({ action: "merge" });
    expect(textOf("api.ts")).toBe(api("theirs", "mine"));
  });

  it("2: the user adds a dependency beside the line that the rendering changes", () => {
    const manifest = (version: string, more = ""): string => `{\n  "dependencies": {\n    "fastify": "${version}"${more}\n  }\n}\n`;
    const mine = ',\n    "zod": "4.0.0"';
    const { written, textOf } = rerun({ "package.json": manifest("5.1.0") }, { "package.json": manifest("5.1.0", mine) }, { "package.json": manifest("5.2.0") });
    expect(actionOn(written, "package.json")).toMatchObject({ action: "merge" });
    expect(textOf("package.json")).toBe(manifest("5.2.0", mine));
  });

  it("3: the user moves a method that the rendering changes", () => {
    const a = (n: number): string => `  a(): number {\n    return ${n};\n  },\n`;
    const b = "  b(): number {\n    return 2;\n  },\n";
    const object = (...methods: readonly string[]): string => `export const x = {\n${methods.join("")}};\n`;
    const { written, textOf } = rerun({ "x.ts": object(a(1), b) }, { "x.ts": object(b, a(1)) }, { "x.ts": object(a(3), b) });
    expect(actionOn(written, "x.ts")).toMatchObject({ action: "merge" });
    expect(textOf("x.ts")).toBe(object(b, a(3)));
  });

  const prices = (name: string): string => `export function ${name}(): number {\n  return 1;\n}\n`;
  const order = (name: string): string => `import { ${name} } from "./prices.ts";\n\nexport const total: number = ${name}();\n`;

  it("4: the rendering renames a function that the user calls anew, in a file that is merged: a conflict", () => {
    const mine = `${order("price")}\nexport const twice: number = 2 * price();\n`;
    const { written, textOf } = rerun({ "prices.ts": prices("price"), "order.ts": order("price") }, { "order.ts": mine }, { "prices.ts": prices("cost"), "order.ts": order("cost") });
    expect(actionOn(written, "order.ts")).toMatchObject({ action: "conflict", reason: expect.stringMatching(/the two together do not compile, line 5: Cannot find name 'price'/) });
    expect(textOf("order.ts")).toBe(mine);
    expect(textOf(".keybeam/conflicts/order.ts")).toBe(order("cost"));
  });

  it("4: the same, in a file of the user's own: it is named", () => {
    const own = order("price").replace("total", "own");
    const mine = `${order("price")}\nexport const more = 1;\n`;
    const { written } = rerun({ "prices.ts": prices("price"), "order.ts": order("price") }, { "order.ts": mine, "own.ts": own }, { "prices.ts": prices("cost"), "order.ts": order("cost") });
    expect(actionOn(written, "order.ts")).toMatchObject({ action: "merge" });
    expect(written.plan.broken).toEqual([{ path: "own.ts", line: 1, message: expect.stringContaining("has no exported member 'price'") }]);
  });
});
