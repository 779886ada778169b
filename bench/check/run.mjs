// Times keybeam and its peers in turn on the same code, one boundary rule each, and prints ratios.
//   node bench/check/run.mjs [folder] [--runs 3] [--only keybeam,rev-dep]
// Without a folder it is the corpora together. A folder is copied, and the folders in it (or in its src) are the parts.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { bench, install, layOut } from "./corpora.mjs";
import { measure, median } from "./measure.mjs";
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

const chosen = tools.filter(({ name }) => wanted === undefined || wanted.includes(name));
for (const tool of tools) tool.config();
// What has changed within the last two seconds keybeam does not yet recognise.
await sleep(2500);
const rows = chosen.flatMap((tool) => (tool.cache ? ["cold", "warm"] : [""]).map((kind) => ({ tool, kind, name: `${tool.name} ${kind}`.trim(), runs: [] })));
// In turn, so that a busy minute of the machine is a busy minute for all of them; warm comes after cold.
for (let run = 0; run < Number(values.runs); run++) {
  for (const { tool, kind, name, runs } of rows) {
    process.stderr.write(`${name} …\n`);
    if (kind === "cold") forget(code.folder, tool);
    runs.push(measure({ command: tool.command, cwd: code.folder }));
  }
  // All that there is after each round: on a busy machine the next one may take an hour.
  print(run + 1);
}

function print(rounds) {
  const medians = rows.map(({ name, runs }) => ({ name, ...median(runs) }));
  const of = (name) => medians.find((row) => row.name === name)?.cpu;
  const against = (cpu, name) => (of(name) === undefined ? "" : (cpu / of(name)).toFixed(2));
  const table = medians.map(({ name, cpu, wall, memory, output }) => [
    name,
    {
      "CPU s": cpu.toFixed(2),
      "wall s": wall.toFixed(2),
      MiB: Math.round(memory),
      "CPU / rev-dep": against(cpu, "rev-dep"),
      "CPU / dependency-cruiser": against(cpu, "dependency-cruiser"),
      // A tool that does not see the planted breach has not read the code, and its time says nothing.
      "sees the breach": output.includes(planted),
      "last words": lastWords(output),
    },
  ]);
  const { files, lines, bytes } = sizeOf(code);
  process.stdout.write(`${files} files, ${lines} lines, ${(bytes / 1e6).toFixed(1)} MB; medians of ${rounds} runs in turn\n`);
  console.table(Object.fromEntries(table));
}

function lastWords(output) {
  const said = output.split("\n").filter((line) => /\d/.test(line) && !/^(?:measured|Command exited)/.test(line));
  return said.at(-1)?.trim().slice(0, 60) ?? "";
}

function sizeOf({ folder, root }) {
  const size = { files: 0, lines: 0, bytes: 0 };
  for (const path of readdirSync(join(folder, root), { recursive: true })) {
    if (!/\.[cm]?[jt]sx?$/.test(path) || path.includes("node_modules")) continue;
    const bytes = readFileSync(join(folder, root, path));
    size.files++;
    size.bytes += bytes.length;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) size.lines++;
  }
  return size;
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
