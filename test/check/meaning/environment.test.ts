import { describe, expect, it } from "vitest";
import { checkFiles, inShort } from "../project.ts";

const spec = `
keybeam: 1
name: plain
layers:
  core: { paths: ["src/**"] }
`;

const reads = [
  "export const a = process.env.A;",
  'export const a = process["env"]["A"];',
  "export const { A } = process.env;",
  "const { env } = process; export { env };",
  "const { env: e } = process; export { e };",
  "const p = process; export const a = p.env.A;",
  "const p = process; const q = p; export const a = q.env;",
  'import { env } from "node:process"; export { env };',
  'import { env as e } from "process"; export { e };',
  'import * as p from "node:process"; export const a = p.env.A;',
  'import p from "node:process"; export const a = p.env.A;',
  'const p = require("process"); export const a = p.env.A;',
  "export const a = import.meta.env.VITE_A;",
  "export const a = globalThis.process.env.A;",
  "export const a = process?.env?.A;",
  "export const f = ({ a = process.env.A }) => a;",
  'export const a = Deno.env.get("A");',
  "for (const one in process.env) one;",
  "export const a = (process as any).env.A;",
  "export const a = (globalThis as any).process!.env.A;",
  'export const a = globalThis["process"].env.A;',
  'export const a = require("node:process").env.A;',
  "const p = <any>process; export const a = p.env.A;",
];

const others = [
  "export const f = (process: { env: object }) => process.env;",
  'import { process } from "./queue.ts"; export const a = process.env;',
  "export const a = config.env.A;",
  "// process.env.A",
  'export const a = "process.env.A";',
  "export const f = (process = start()) => { const { env } = process; return env; };",
  "type A = typeof process.env;",
  'export const a = require("./process").env.A;',
];

async function findIn(path: string, text: string): Promise<readonly string[]> {
  const found = await checkFiles(spec, { [path]: text, "src/queue.ts": "export const process = { env: 1 };" });
  return inShort(found).filter((one) => one.startsWith("environment"));
}

describe("environment-outside-config", () => {
  it.each(reads)("finds %s", async (text) => {
    expect(await findIn("src/price.ts", text)).toEqual(["environment-outside-config src/price.ts:1"]);
  });

  it.each(others)("leaves %s alone", async (text) => {
    expect(await findIn("src/price.ts", text)).toEqual([]);
  });

  it.each(["src/config.ts", "src/config/database.ts", "src/app.config.ts", "src/env.ts", "src/rootConfig.ts", "src/main.ts", "bin/run.ts", "src/price.test.ts"])(
    "lets %s read it",
    async (path) => {
      expect(await findIn(path, "export const a = process.env.A;")).toEqual([]);
    },
  );

  it("reads the scripts of components", async () => {
    expect(await findIn("src/a.vue", "<template/>\n<script setup>\nconst a = process.env.A;\n</script>")).toEqual(["environment-outside-config src/a.vue:3"]);
  });

  it("counts every read, and tells them apart by the variable", async () => {
    const { diagnostics } = await checkFiles(spec, { "src/price.ts": "export const { A, B, ...rest } = process.env;" });
    expect(diagnostics.map(({ target }) => target)).toEqual(["A", "B", ""]);
    expect(diagnostics.map(({ severity }) => severity)).toEqual(["warning", "warning", "warning"]);
  });
});
