// What keybeam itself costs: its start, a validation and a generation beside a bare start of Node, and its size once it is installed from the
// packed tarball. All of it is measured on that installation.
// node bench/cli.mjs [runs]
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measure, median } from "./check/measure.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const runs = Number(process.argv[2] ?? 9);
const folder = mkdtempSync(join(tmpdir(), "keybeam-cli-"));
const installed = join(folder, "installed");
const program = join(installed, "node_modules/keybeam/bin/keybeam.js");

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** An installation as a user has it: from the tarball, without what develops keybeam. */
function install() {
  mkdirSync(installed);
  writeFileSync(join(installed, "package.json"), '{ "private": true }\n');
  const [{ filename }] = JSON.parse(
    run("npm", ["pack", "--json", "--pack-destination", folder], root).replace(/^[^[]*/u, ""),
  );
  run(
    "npm",
    ["install", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error", join(folder, filename)],
    installed,
  );
}

const sizeOf = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : statSync(path).size;

const packagesIn = () => run("npm", ["ls", "--all", "--parseable"], installed).trim().split("\n").length - 1;

/** Services with four entities each, a resource for each of these. */
function large(services) {
  const fields = "{ name: string(1..80), amount: int(0..) = 0, price: money, done: bool = false, due: optional(date) }";
  const namesOf = (index) => ["Item", "Note", "Part", "Step"].map((name) => `${name}${index}`);
  const service = (index) => `  s${index}:
    entities:
${namesOf(index)
  .map((name) => `      ${name}: { fields: ${fields} }\n`)
  .join("")}    api: { resources: { ${namesOf(index)
    .map((name) => `${name}: [list, get, create, update, delete]`)
    .join(", ")} } }
`;
  return `keybeam: 1\nname: large\ntopology: modular-monolith\nservices:\n${Array.from({ length: services }, (_, index) => service(index)).join("")}auth: { model: none }\n`;
}

function project(name, write) {
  const path = join(folder, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  write(join(path, "architecture.yaml"));
  return path;
}

const shop = (path) => cpSync(join(root, "examples/shop/architecture.yaml"), path);
const node = process.execPath;
const cases = [
  { name: "node, doing nothing", command: [node, "-e", "0"], write: shop },
  { name: "keybeam --version", command: [node, program, "--version"], write: shop },
  { name: "keybeam validate, shop", command: [node, program, "validate"], write: shop },
  { name: "keybeam generate, shop", command: [node, program, "generate"], write: shop },
  {
    name: "keybeam generate, 50 services of 4 entities",
    command: [node, program, "generate"],
    write: (path) => writeFileSync(path, large(50)),
    runs: 3,
  },
];

try {
  install();
  const rows = cases.map((one) => ({ ...one, measured: [] }));
  // In turn, so that a busy minute of the machine is a busy minute for all of them.
  for (let turn = 0; turn < runs; turn++) {
    for (const { name, command, write, measured, runs: fewer = runs } of rows) {
      if (turn >= fewer) continue;
      process.stderr.write(`${name} …\n`);
      const figures = measure({ command, cwd: project("project", write) });
      if (figures.status !== 0) throw new Error(`${name} ended with ${figures.status}\n${figures.output}`);
      measured.push(figures);
    }
  }
  const medians = rows.map(({ name, measured }) => ({ name, ...median(measured) }));
  const bare = medians[0];
  console.log(`Node ${process.version}, ${cpus().length} cores; medians of ${runs} runs in turn`);
  console.table(
    Object.fromEntries(
      medians.map(({ name, cpu, wall, memory }) => [
        name,
        {
          "CPU ms": Math.round(cpu * 1000),
          "CPU ms over node": Math.round((cpu - bare.cpu) * 1000),
          "wall ms": Math.round(wall * 1000),
          "wall / node": (wall / bare.wall).toFixed(2),
          MiB: Math.round(memory),
        },
      ]),
    ),
  );
  console.log(`installed: ${packagesIn()} packages, ${(sizeOf(join(installed, "node_modules")) / 1e6).toFixed(1)} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
