// Generates a backend for pairs of everything that the language switches, over every topology, and holds each to its own compiler, linter, layers and
// tests, and to a start and an answer.
//   npm run build && node scripts/matrix.mjs [--cases 24] [--from 0] [--only 7]... [--still] [--keep]
// Without --cases it is all that every pair of two levels needs, and a system that stores nothing in each topology. --still neither tests nor starts them;
// --keep leaves the folders where there was a fault.
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { stringify } from "yaml";
import { develop } from "../bench/topologies/system.mjs";
import { cases as all, specOf } from "./matrix/cases.mjs";
import { coverage } from "./matrix/pairs.mjs";
import { testArguments } from "./test-arguments.mjs";

const { values } = parseArgs({
  options: {
    cases: { type: "string" },
    from: { type: "string", default: "0" },
    only: { type: "string", multiple: true },
    still: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});
const root = fileURLToPath(new URL("..", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "keybeam-matrix-"));

class Fault extends Error {}

const execute = promisify(execFile);

async function run(folder, command, args) {
  try {
    await execute(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
  } catch ({ code, stdout, stderr }) {
    throw new Fault(`${command} ${args.join(" ")} ended with ${code}\n${stdout.slice(-6_000)}${stderr.slice(-3_000)}`);
  }
}

/** A program of the project's packages, without the time that npx takes to find it. */
const runPackage = (folder, name, ...args) => run(folder, join(folder, "node_modules/.bin", name), args);

/** In quotes: a cron line, a date or a policy is no text for every reader of YAML otherwise. */
const textOf = (spec) => stringify(spec, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" });

/**
 * One installation for all, of every package that one of them names; that each names what it needs is held by `keybeam check`. They agree on
 * versions, or it is a fault.
 */
async function install(folders) {
  const manifests = folders.map((folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  const union = (...kinds) => {
    const named = new Map();
    for (const [name, version] of manifests.flatMap((one) =>
      kinds.flatMap((kind) => Object.entries(one[kind] ?? {})),
    )) {
      if ((named.get(name) ?? version) !== version)
        throw new Fault(`${name} is wanted as ${named.get(name)} and as ${version}`);
      // The program at hand is the one to be tested.
      if (name !== "keybeam") named.set(name, version);
    }
    return Object.fromEntries(named);
  };
  const overrides = Object.assign({}, ...manifests.map((one) => one.overrides));
  const shared = join(home, "packages");
  mkdirSync(shared);
  writeFileSync(
    join(shared, "package.json"),
    JSON.stringify({
      private: true,
      dependencies: union("dependencies", "devDependencies"),
      optionalDependencies: union("optionalDependencies"),
      overrides,
    }),
  );
  await run(shared, "npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"]);
  for (const folder of folders) symlinkSync(join(shared, "node_modules"), join(folder, "node_modules"));
}

/** What is asked for first, and by whom: a list; of a system that stores nothing an operation that nobody has written yet. */
async function answers(folder, choice) {
  const system = await develop(folder, "/livez-is-nowhere", (status) => status === 404 || status === 401);
  try {
    const headers = choice.auth === "none" ? {} : { authorization: `Bearer ${tokenOf(folder, system.env, choice)}` };
    const people = choice.version === "header" ? "/people" : "/v1/people";
    const [path, expected] = choice.storage === "none" ? ["/v1/quotes/tea", 501] : [people, 200];
    const answer = await answered(new URL(path, system.url), headers);
    if (answer.status !== expected)
      throw new Fault(`GET ${path} was answered with ${answer.status}: ${await answer.text()}`);
  } finally {
    await system.stop();
  }
}

/** The first answer that is no 503: a gateway may be there before the unit that it asks. */
async function answered(url, headers) {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fetch(url, { headers });
    if (answer.status !== 503 || attempt === 40) return answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function tokenOf(folder, env, { tenancy }) {
  const tenant = tenancy === "none" ? [] : ["--tenant", "01a20657-e27d-7098-98c3-8dfa95dba357"];
  const { status, stdout, stderr } = spawnSync(
    "npm",
    ["run", "--silent", "token", "--", "--role", "staff", "--user", "7d1d2c34-6b5b-4a55-9b0c-2f6f1f0f7a11", ...tenant],
    { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8" },
  );
  if (status !== 0) throw new Fault(`npm run token ended with ${status}\n${stdout}${stderr}`);
  return stdout.trim();
}

async function generate(one, folder) {
  mkdirSync(folder);
  writeFileSync(join(folder, "architecture.yaml"), textOf(specOf(one)));
  await run(folder, process.execPath, [join(root, "bin/keybeam.js"), "generate"]);
}

async function holdStill(folder) {
  await run(folder, process.execPath, [join(root, "bin/keybeam.js"), "check", "--strict"]);
  await runPackage(folder, "tsc", "-p", ".");
  await runPackage(folder, "biome", "check", "--error-on-warnings", ".");
}

async function holdAtWork(folder, choice) {
  await runPackage(folder, "vitest", "run", ...testArguments(folder));
  await answers(folder, choice);
}

const whole = all();
const from = Number(values.from);
const to = values.cases === undefined ? whole.length : from + Number(values.cases);
const numbered = whole.map((one, number) => ({ one, number }));
const chosen = numbered.filter(
  ({ number }) => values.only?.includes(String(number)) ?? (number >= from && number < to),
);
const cases = chosen.map(({ one, number }) => ({
  one,
  folder: join(home, `case-${number}`),
  title: `${number} ${Object.entries(one.choice)
    .map(([name, level]) => `${name}=${level}`)
    .join(" ")}`,
}));
const faulty = new Set();

const EVERY_CORE = availableParallelism();

const told =
  (work) =>
  async ({ one, folder, title }) => {
    const begun = performance.now();
    await work(folder, one.choice);
    process.stdout.write(`ok ${Math.round((performance.now() - begun) / 1000)} s ${title}\n`);
  };

/** Does the work on each case that has no fault so far, on so many at once. */
async function forEach(atOnce, work) {
  const rest = cases.filter((known) => !faulty.has(known));
  const worker = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) {
      try {
        await work(one);
      } catch (error) {
        faulty.add(one);
        process.stdout.write(`FAULT ${one.title}\n${error instanceof Fault ? error.message : error.stack}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

try {
  await forEach(EVERY_CORE, ({ one, folder }) => generate(one, folder));
  await install(cases.filter((one) => !faulty.has(one)).map(({ folder }) => folder));
  if (values.still) await forEach(EVERY_CORE, told(holdStill));
  else {
    await forEach(EVERY_CORE, ({ folder }) => holdStill(folder));
    // What is started is timed, and has the machine for itself.
    await forEach(1, told(holdAtWork));
  }
  const { had, possible } = coverage(
    whole.filter(({ choice }) => choice.storage !== "none").map(({ choice }) => choice),
  );
  process.stdout.write(`all have ${had} of ${possible} pairs of levels that go together\n`);
  process.stdout.write(`${cases.length - faulty.size} of ${cases.length} hold; all are ${whole.length}\n`);
} finally {
  if (values.keep && faulty.size > 0) process.stdout.write(`kept: ${home}\n`);
  else rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}
process.exitCode = faulty.size > 0 || cases.length === 0 ? 1 : 0;
