// Times keybeam and its peers in turn on the same code, one boundary rule each, and prints ratios.
//   node bench/check/run.mjs [folder] [--runs 3] [--only keybeam,rev-dep]
// Without a folder it is the corpora together. A folder is copied, and the folders in it (or in its src) are the parts.
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bench, install, layOut } from "./corpora.mjs";
import { medianOf } from "./measure.mjs";
import { forget, peers, toolsFor } from "./tools.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "3" }, only: { type: "string" } },
});
const into = join(bench, "code");
const code = positionals[0] === undefined ? layOut(into) : copyOf(resolve(positionals[0]));
const planted = plant(code);
const tools = toolsFor(code, install("peers", peers, []));
const wanted = values.only?.split(",");

const rows = [];
for (const tool of tools) {
  tool.config();
  if (wanted && !wanted.includes(tool.name)) continue;
  const command = { command: tool.command, cwd: code.folder };
  const runs = Number(values.runs);
  process.stderr.write(`${tool.name} …\n`);
  const kinds = tool.cache ? ["cold", "warm"] : [""];
  for (const kind of kinds) {
    const result = medianOf(runs, command, () => (kind === "cold" ? forget(code.folder, tool) : undefined));
    rows.push({ name: `${tool.name} ${kind}`.trim(), ...result });
  }
}
print();

function print() {
  const of = (name) => rows.find((row) => row.name === name)?.cpu;
  const against = (cpu, name) => (of(name) === undefined ? "" : (cpu / of(name)).toFixed(2));
  const table = rows.map(({ name, cpu, wall, memory, output }) => [
    name,
    {
      "CPU s": cpu.toFixed(2),
      "wall s": wall.toFixed(2),
      MiB: Math.round(memory),
      "CPU / rev-dep": against(cpu, "rev-dep"),
      "CPU / dependency-cruiser": against(cpu, "dependency-cruiser"),
      // A tool that does not see the planted breach has not read the code, and its time says nothing.
      "sees the breach": output.includes(planted),
      "last words":
        output
          .trim()
          .split("\n")
          .filter((line) => /\d/.test(line) && !/^(?:measured|Command exited)/.test(line))
          .at(-1)
          ?.trim()
          .slice(0, 60) ?? "",
    },
  ]);
  console.table(Object.fromEntries(table));
}

/** Writes a file of the first part that imports one of the second; gives its name. */
function plant({ folder, root, parts: [first, second] }) {
  const target = readdirSync(join(folder, root, second), { recursive: true }).find((path) => /[^d]\.[jt]s$/.test(path));
  const name = "00-planted-breach";
  const specifier = `../${second}/${target}`.replace(/\.ts$/, "");
  writeFileSync(
    join(folder, root, first, `${name}.ts`),
    `import * as other from "${specifier}";\nexport default other;\n`,
  );
  return name;
}

function copyOf(from) {
  const skipped = new Set(["node_modules", ".git", "dist", "coverage"]);
  rmSync(into, { recursive: true, force: true });
  cpSync(from, into, { recursive: true, filter: (path) => path === from || !skipped.has(basename(path)) });
  const root = existsSync(join(into, "src")) ? "src" : "";
  const entries = readdirSync(join(into, root), { withFileTypes: true });
  const parts = entries.filter((one) => one.isDirectory() && !one.name.startsWith(".")).map(({ name }) => name);
  return { folder: into, root, parts };
}
