// Kills the real `keybeam generate` at random while it writes an edited project, and looks at what is left: `npm run random:kills -- 1000 7`, how often and with
// which seed. After each kill every file of the user's has its bytes and every generated one is as before or as after; the next run ends in 0 with the tree of a
// run that nobody disturbed, and leaves nothing behind. Each tenth time two runs begin at once, and one of them is killed.
import { spawn } from "node:child_process";
import { appendFileSync, cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "bin/keybeam.js");
const { run } = await import(new URL("../dist/cli.js", import.meta.url).href);
const [count = 1000, seed = 1] = process.argv.slice(2).map(Number);
const home = mkdtempSync(join(tmpdir(), "keybeam-kills-"));
const random = randomOf(seed);

/** What somebody did by hand between two runs; none of it may be lost. */
const users = { "src/mine.ts": "export const mine = 1;\n", "README.md": null, "src/services/notes/domain/note.ts": null, ".env.example": null };

try {
  const start = join(home, "start");
  cpSync(join(root, "examples/notes"), start, { recursive: true });
  await generate(start);
  editByHand(start);
  const whole = join(home, "whole");
  cpSync(start, whole, { recursive: true });
  const times = await timedRun(whole);
  const [old, fresh] = [filesOf(start), filesOf(whole)];
  const faults = [];
  const ended = { "before it wrote": 0, "before the commit": 0, "after the commit": 0, "after its end": 0 };
  for (let n = 1; n <= count; n++) {
    const folder = join(home, String(n));
    cpSync(start, folder, { recursive: true, preserveTimestamps: true });
    // The locks that a copy holds are nobody's.
    await Promise.all([killedRun(folder, times), ...(n % 10 === 0 ? [exited(started(folder))] : [])]);
    ended[stateOf(folder, fresh)] += 1;
    faults.push(...faultsAfterKill(folder, old, fresh).map((fault) => `${n}: ${fault}`));
    const code = await generate(folder);
    if (code !== 0) faults.push(`${n}: the next run ended in ${code}`);
    faults.push(...differences(filesOf(folder), fresh).map((path) => `${n}: after the next run ${path} is another`));
    rmSync(folder, { recursive: true, force: true });
  }
  console.info(`${count} kills (seed ${seed}), in the ${Math.round(times.afterLock)} ms from its lock and the ${Math.round(times.afterCommit)} ms from its commit on: ${Object.entries(ended).map(([what, times]) => `${times} ${what}`).join(", ")}.`);
  console.info(faults.length === 0 ? "0 files torn, 0 edits lost, 0 failed recoveries." : faults.slice(0, 20).join("\n"));
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

function editByHand(folder) {
  writeFileSync(join(folder, "src/mine.ts"), users["src/mine.ts"]);
  appendFileSync(join(folder, "README.md"), "\nWritten by hand.\n");
  appendFileSync(join(folder, "src/services/notes/domain/note.ts"), "\nexport const isLong = (note: Note): boolean => note.title.length > 80;\n");
  writeFileSync(join(folder, ".env.example"), readFileSync(join(folder, ".env.example"), "utf8").replaceAll("\n", "\r\n"));
  const spec = join(folder, "architecture.yaml");
  writeFileSync(spec, readFileSync(spec, "utf8").replace("name: notes", "name: diary").replace("pinned: bool = false", "pinned: bool = false, stars: int(0..5) = 0"));
}

/** In this process, which is warm; the one that is killed is a real one. */
async function generate(folder) {
  const sink = { isTty: false, write: async () => {} };
  return run(["generate"], { cwd: folder, env: {}, stdin: { isTty: false }, stdout: sink, stderr: sink });
}

function started(folder) {
  return spawn(process.execPath, [bin, "generate"], { cwd: folder, stdio: "ignore" });
}

function exited(child) {
  return new Promise((done) => child.once("exit", done));
}

/** Milliseconds from the moment that a run takes the lock, and from its commit, to its end. */
async function timedRun(folder) {
  const child = started(folder);
  await until(() => existsSync(join(folder, ".keybeam/lock")), child);
  const lock = performance.now();
  await until(() => existsSync(join(folder, ".keybeam/tx/journal.json")), child);
  const commit = performance.now();
  await until(() => !existsSync(join(folder, ".keybeam/lock")), child);
  return { afterLock: performance.now() - lock, afterCommit: performance.now() - commit };
}

/** Kills a run somewhere after it took the lock, as often somewhere after its commit, and now and then anywhere. */
async function killedRun(folder, { afterLock, afterCommit }) {
  const child = started(folder);
  const ended = exited(child);
  const [where, when] = [random(), random()];
  const sign = where < 0.45 ? ".keybeam/lock" : ".keybeam/tx/journal.json";
  if (where < 0.9) await until(() => existsSync(join(folder, sign)), child);
  const end = performance.now() + when * (where < 0.45 ? afterLock : where < 0.9 ? afterCommit : 2 * afterLock);
  await until(() => performance.now() >= end, child);
  child.kill("SIGKILL");
  await ended;
}

/** Looks as often as it can, as long as the run is there. */
async function until(isSo, child) {
  while (!isSo() && child.exitCode === null && child.signalCode === null) await new Promise((done) => setImmediate(done));
}

function stateOf(folder, fresh) {
  if (existsSync(join(folder, ".keybeam/tx/journal.json"))) return "after the commit";
  if (existsSync(join(folder, ".keybeam/tx")) || existsSync(join(folder, ".keybeam/lock"))) return "before the commit";
  return differences(filesOf(folder), fresh).length === 0 ? "after its end" : "before it wrote";
}

function faultsAfterKill(folder, old, fresh) {
  const now = filesOf(folder);
  const own = (path) => !path.startsWith(".keybeam/");
  const paths = [...new Set([...Object.keys(old), ...Object.keys(fresh), ...Object.keys(now)])].filter(own);
  return paths.filter((path) => now[path] !== old[path] && now[path] !== fresh[path]).map((path) => `${path} is ${now[path] === undefined ? "gone" : "neither old nor new"}`);
}

function differences(one, other) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((path) => one[path] !== other[path]);
}

/** Every file of a project by path, but what is kept for speed and for `undo`. */
function filesOf(folder, prefix = "") {
  const found = {};
  for (const name of readdirSync(join(folder, prefix)).sort()) {
    const path = prefix === "" ? name : `${prefix}/${name}`;
    if (path === ".keybeam/cache" || path === ".keybeam/undo") continue;
    if (lstatSync(join(folder, path)).isDirectory()) Object.assign(found, filesOf(folder, path));
    else found[path] = readFileSync(join(folder, path), "latin1");
  }
  return found;
}

/** Numbers that look random and are the same for one seed (mulberry32). */
function randomOf(from) {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
