// The shop with its ledger, built and started process by process, each by way of proxies to all that it needs.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { by } from "../black-box/rig/copy.mjs";
import { mustRun, newProject } from "../black-box/rig/project.mjs";
import { createProxy } from "../black-box/rig/proxy.mjs";
import { eventually, freePorts, pause } from "../black-box/rig/system.mjs";
import { createTokens } from "../black-box/rig/tokens.mjs";
import { LEDGER, withLedger } from "./ledger.mjs";
import { createPostgres, mountDisk } from "./postgres.mjs";

const PATIENCE_MS = 60_000;
const LOG_MEGABYTES = 256;

const upper = (unit) => unit.toUpperCase().replaceAll("-", "_");

/** Who came late sees it in its log; fd of a file beside the project. */
function createUnit(folder, name, { port, adminPort, proxies, env, faults, logs }) {
  const log = join(logs, `${name}.log`);
  const out = openSync(log, "a");
  let child = null;
  let expected = false;
  let exited = Promise.resolve(0);
  const isReady = async () => (await fetch(`http://127.0.0.1:${adminPort}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
  const unit = {
    name,
    port,
    adminPort,
    proxies,
    isReady,
    said: () => readFileSync(log, "utf8"),
    /** @param preload a module that it loads first */
    launch: ({ preload } = {}) => {
      expected = false;
      const loads = preload === undefined ? [] : ["--import", preload];
      const own = { PATH: process.env.PATH, ...env, PORT: String(port), ADMIN_PORT: String(adminPort), LOG_LEVEL: "warn" };
      const running = spawn(process.execPath, [...loads, `dist/apps/${name}/main.js`], { cwd: folder, env: own, stdio: ["ignore", out, out] });
      child = running;
      exited = new Promise((resolve) => {
        running.once("exit", (code, signal) => {
          if (!expected) faults.push(`${name} ended by itself with ${code ?? signal}`);
          resolve(code ?? signal);
        });
      });
    },
    ready: () => eventually(`${name} is ready`, isReady, PATIENCE_MS),
    start: async (options) => {
      unit.launch(options);
      await unit.ready();
    },
    end: async (signal) => {
      expected = true;
      child?.kill(signal);
      return exited;
    },
    /** Whether it is no fault where it ends by itself, until it is started again. */
    mayEnd: (may = true) => {
      expected = may;
    },
    /** @returns whether it does so in time */
    ends: (patienceMs) => Promise.race([exited.then(() => true), pause(patienceMs).then(() => false)]),
    freeze: () => child.kill("SIGSTOP"),
    thaw: () => child.kill("SIGCONT"),
  };
  return unit;
}

async function openUnits(folder, { database, broker }, faults, logs) {
  const names = readdirSync(join(folder, "dist/apps"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, "dist/apps", entry.name, "main.js")))
    .map(({ name }) => name)
    .sort();
  const isAlone = names.length === 1;
  const first = await freePorts(4 * names.length);
  const units = [];
  for (const [index, name] of names.entries()) {
    const proxies = { database: await createProxy(database.port), broker: await createProxy(broker.port), calls: await createProxy(first + index) };
    units.push({ name, port: first + index, adminPort: first + names.length + index, proxies });
  }
  const urls = Object.fromEntries(units.map(({ name, proxies }) => [`${upper(name)}_URL`, `http://127.0.0.1:${proxies.calls.port}`]));
  const envOf = ({ name, proxies }) => {
    const url = database.urlOf("shop");
    const own = isAlone ? url : url.replace(/\/\/[^@]+@/, `//shop_${name}_login:of-${name}@`);
    return { ...urls, NODE_ENV: "development", DATABASE_URL: by(own, proxies.database.port), BROKER_URL: by(broker.urlOf("shop_broker"), proxies.broker.port) };
  };
  return units.map((unit) => {
    const own = { ...unit, env: envOf(unit), faults, logs };
    const [port, adminPort] = [unit.port + 2 * names.length, unit.adminPort + 2 * names.length];
    /** One more of it, beside it. */
    const twin = () => createUnit(folder, unit.name, { ...own, port, adminPort });
    return { ...createUnit(folder, unit.name, own), twin };
  });
}

function makeProject(topology, change) {
  const project = newProject("shop", topology, withLedger);
  for (const [name, text] of Object.entries(LEDGER)) writeFileSync(join(project.folder, "src/services/ledger/application", name), text);
  change(project.folder);
  mustRun("npm", ["run", "build"], project.folder);
  return project;
}

/**
 * @param change edits the project before it is built
 * @param settings of the database
 */
export async function openSystem(topology, { change = () => undefined, settings = [] } = {}) {
  const closing = [];
  const close = async () => {
    for (const end of closing.reverse()) await end();
  };
  try {
    const { folder, remove } = makeProject(topology, change);
    const keep = process.env.FAULTS_KEEP !== undefined;
    if (!keep) closing.push(remove);
    const home = dirname(folder);
    mustRun("chmod", ["755", home], home);
    const [database, broker] = [await createPostgres(folder, join(home, "database"), { settings }), await createPostgres(folder, join(home, "broker"))];
    for (const server of [database, broker]) {
      closing.push(server.stop);
      await server.start();
    }
    const faults = [];
    const logs = join(home, "logs");
    mkdirSync(logs);
    const logDisk = mountDisk(logs, LOG_MEGABYTES);
    closing.push(() => logDisk?.unmount());
    const units = await openUnits(folder, { database, broker }, faults, logs);
    const passwords = Object.fromEntries(units.map(({ name }) => [`${upper(name)}_DATABASE_PASSWORD`, `of-${name}`]));
    const env = { NODE_ENV: "development", LOG_LEVEL: "warn", DATABASE_URL: database.urlOf("shop"), BROKER_URL: broker.urlOf("shop_broker") };
    mustRun(process.execPath, ["dist/apps/migrate.js"], folder, { ...env, ...passwords });
    closing.push(async () => {
      for (const unit of units) {
        await unit.end("SIGKILL");
        for (const proxy of Object.values(unit.proxies)) proxy.close();
      }
    });
    for (const unit of units) await unit.start();
    const front = units.find(({ name }) => name === "gateway") ?? units[0];
    const tokens = createTokens(folder, { ...env, ...passwords });
    return { topology, folder, home, database, broker, logDisk, units, front, tokens, faults, poisoned: 0, url: `http://127.0.0.1:${front.port}`, isAlone: units.length === 1, close };
  } catch (error) {
    await close();
    throw error;
  }
}
