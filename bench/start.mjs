// Time from `npm run dev` to the first answer, the first time and the next, and of what `npm run build` made; memory when idle.
// Times of the wall count on an idle machine alone; the processor's hold under load, as does the ratio to a bare start of Node in turn.
//   npm run build && node bench/start.mjs [--runs 3] [notes|shop|shop-microservices ...]
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generate, install, mustRun } from "./topologies/project.mjs";
import { usePostgresOf } from "./topologies/postgres.mjs";
import { develop, memoryOf, start } from "./topologies/system.mjs";

const systems = {
  notes: { example: "notes", topology: "monolith", path: "/v1/notes", main: "dist/apps/notes/main.js" },
  shop: { example: "shop", topology: "modular-monolith", path: "/v1/products", main: "dist/apps/shop/main.js" },
  "shop-microservices": { example: "shop", topology: "microservices", path: "/v1/products", main: null },
};
/** Pools let go of connections that were idle for ten seconds. */
const SETTLE_MS = 15_000;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: "string", default: "3" } } });
const RUNS = Number(values.runs);
const wanted = positionals.length > 0 ? positionals : Object.keys(systems);
if (!(RUNS >= 1) || wanted.some((name) => !(name in systems))) throw new Error(`[--runs N] and of ${Object.keys(systems).join(", ")} those that are wanted`);

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function bareNode() {
  const begun = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - begun;
}

/** What a start takes in seconds, and how many bare starts of Node right before it that is. */
async function timed(folder, path) {
  const bare = bareNode();
  const system = await develop(folder, path);
  return { seconds: system.readyMs / 1000, cpu: system.cpuSeconds, ratio: system.readyMs / bare, system };
}

/** As after `npm install`: no data, and nothing kept by tools in the temporary folder. */
function forget(folder, caches) {
  rmSync(join(folder, ".data"), { recursive: true, force: true });
  rmSync(caches, { recursive: true, force: true });
  mkdirSync(caches, { mode: 0o777 });
}

async function measureDev(folder, path, caches) {
  const first = [];
  const next = [];
  let memory = [];
  for (let run = 0; run < RUNS; run += 1) {
    forget(folder, caches);
    for (const times of [first, next]) {
      const { system, ...time } = await timed(folder, path);
      times.push(time);
      if (times === next) {
        await pause(SETTLE_MS);
        memory = memoryOf(folder);
      }
      await system.stop();
    }
  }
  return { first, next, memory };
}

/** What `npm run build` made, on the Postgres of dev, which has been migrated. */
async function measureBuilt(folder, { path, main, example }) {
  mustRun("npm", ["run", "--silent", "build"], folder);
  const { url, release } = await usePostgresOf(folder, example);
  try {
    const times = [];
    let memory = [];
    for (let run = 0; run < RUNS; run += 1) {
      const bare = bareNode();
      const built = await start(folder, path, process.execPath, [main], { DATABASE_URL: url, NODE_ENV: "development" });
      times.push({ seconds: built.readyMs / 1000, ratio: built.readyMs / bare });
      await pause(SETTLE_MS);
      memory = memoryOf(folder);
      await built.stop();
    }
    return { times, memory };
  } finally {
    release();
  }
}

const of = (times, key, digits = 2) => median(times.map((one) => one[key])).toFixed(digits);
const told = (times) => `${of(times, "seconds")} s (${of(times, "ratio", 0)} × node${times[0].cpu === undefined ? "" : `, ${of(times, "cpu")} s CPU`})`;
const listed = (memory) => memory.map(({ name, mebibytes }) => `${name} ${mebibytes}`).join(", ");

const home = mkdtempSync(join(tmpdir(), "keybeam-start-"));
// Postgres does not run as root; as somebody else it must reach its programs.
chmodSync(home, 0o755);
const caches = join(home, "caches");
process.env.TMPDIR = caches;
mkdirSync(caches);
try {
  console.log("| system | `npm run dev`, first | next | built | idle under dev, MiB | idle as built, MiB |\n| --- | --- | --- | --- | --- | --- |");
  for (const name of wanted) {
    const system = systems[name];
    const folder = join(home, name);
    generate(folder, system.example, system.topology);
    install(folder, home);
    const dev = await measureDev(folder, system.path, caches);
    const built = system.main === null ? null : await measureBuilt(folder, system);
    console.log(`| ${name} | ${told(dev.first)} | ${told(dev.next)} | ${built === null ? "" : told(built.times)} | ${listed(dev.memory)} | ${built === null ? "" : listed(built.memory)} |`);
  }
  console.log(`\nNode ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? "?"}, load average ${loadavg()[0].toFixed(1)}; medians of ${RUNS}`);
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
