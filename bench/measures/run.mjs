// What each measure costs: an authenticated GET and two POSTs of one system with every measure that a spec can switch, and of the same system with one of
// them off, all on one Postgres and in turn. What no spec can switch (strict input, deadlines, security headers, metrics, traces) is in all of them.
//   npm run build && node bench/measures/run.mjs [--seconds 3] [--rounds 3] [--only tenancy]...
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { database, install, load, median, pause, run, start, writeGreeting } from "../http/rig.mjs";
import { variants } from "./measures.mjs";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "3" }, rounds: { type: "string", default: "3" }, only: { type: "string", multiple: true, default: [] } },
});
const keybeam = fileURLToPath(new URL("../../bin/keybeam.js", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "keybeam-measures-"));
const packages = join(home, "packages");
const USER = randomUUID();
const isChosen = ({ name, isBase }) => isBase || values.only.length === 0 || values.only.includes(name);
const chosen = variants.filter(isChosen).map((one) => ({ ...one, folder: join(home, one.file) }));

function make({ folder, spec }) {
  mkdirSync(folder);
  writeFileSync(join(folder, "architecture.yaml"), stringify(spec, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }));
  run(process.execPath, [keybeam, "generate"], folder);
  writeGreeting(folder);
}

function installAll() {
  const named = chosen.map(({ folder }) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  mkdirSync(packages);
  const needed = Object.assign({ autocannon: "9.0.0" }, ...named.flatMap((one) => [one.devDependencies, one.dependencies]));
  install(packages, needed, Object.assign({}, ...named.map((one) => one.optionalDependencies)));
  for (const { folder } of chosen) {
    symlinkSync(join(packages, "node_modules"), join(folder, "node_modules"));
    run("npm", ["run", "--silent", "build"], folder);
  }
}

let count = 0;
const personOf = () => ({ owner: USER, name: "Ada", email: `p${count++}@example.com`, phone: "1" });
const json = { "content-type": "application/json" };
const cases = {
  "GET": { method: "GET", path: (id) => `/v1/people/${id}`, status: 200 },
  "POST of a row": { method: "POST", path: () => "/v1/people", status: 201, each: () => ({ body: JSON.stringify(personOf()) }) },
  "POST with a key": {
    method: "POST",
    path: () => "/v1/greetings",
    status: 200,
    each: ({ isKeyless }) => ({ headers: isKeyless ? {} : { "idempotency-key": randomUUID() }, body: JSON.stringify({ words: "hi" }) }),
  },
};

function prepare(system, postgres) {
  const url = new URL(postgres.url);
  url.pathname = `/${system.file}`;
  const env = { NODE_ENV: "development", DATABASE_URL: url.href, LOG_LEVEL: "info", ...system.env };
  run("npm", ["run", "--silent", "migrate"], system.folder, env);
  const token = run("npm", ["run", "--silent", "token", "--", "--role", "staff", "--user", USER], system.folder, env);
  const headers = { ...json, ...(system.isOpen ? {} : { authorization: `Bearer ${token}` }) };
  return { ...system, env, headers, figures: Object.fromEntries(Object.keys(cases).map((name) => [name, []])) };
}

/** One at a time: all of them at once would be more connections than the database takes. */
async function measure(system) {
  const server = await start(["dist/apps/measures/main.js"], system.folder, system.env);
  try {
    const answer = await fetch(`${server.url}/v1/people`, { method: "POST", headers: system.headers, body: JSON.stringify(personOf()) });
    if (answer.status !== 201) throw new Error(`${system.name}: ${answer.status} ${await answer.text()}`);
    const running = { ...system, server, id: (await answer.json()).id };
    for (const [name, asked] of Object.entries(cases)) {
      await ask(running, asked, 1);
      system.figures[name].push(await ask(running, asked, Number(values.seconds)));
    }
  } finally {
    await server.stop();
  }
}

function ask(system, { path, each, ...one }, seconds) {
  const differing = each === undefined ? {} : { each: () => each(system) };
  return load(packages, system.server, { ...one, ...differing, path: path(system.id), headers: system.headers }, seconds);
}

const systems = [];
let postgres = null;
try {
  for (const one of chosen) make(one);
  installAll();
  postgres = await database(chosen[0].folder);
  for (const one of chosen) systems.push(prepare(one, postgres));
  // In turn, so that a busy minute of the machine is a busy minute for all of them.
  for (let round = 0; round < Number(values.rounds); round += 1) for (const one of systems) await measure(one);
  console.log(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; medians of ${values.rounds} rounds of ${values.seconds} s, 32 connections`);
  for (const name of Object.keys(cases)) {
    const of = (wanted, key) => median(systems.find((one) => one.name === wanted).figures[name].map((one) => one[key]));
    const rows = systems.map((one) => {
      const [rate, cpu] = [of(one.name, "perSecond"), of(one.name, "microseconds")];
      const cost = one.isBase ? {} : { "of it with all": (rate / of(one.against, "perSecond")).toFixed(2), "CPU µs it costs": Math.round(of(one.against, "microseconds") - cpu) };
      return [one.isBase ? one.name : `without ${one.name}`, { "answers/s": Math.round(rate), "CPU µs an answer": Math.round(cpu), ...cost }];
    });
    console.log(`\n${name}`);
    console.table(Object.fromEntries(rows));
  }
} finally {
  postgres?.stop();
  await pause(1_000);
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}
