// A generated project under `npm run dev`: what it says, what runs, and where. Looks at /proc, so on Linux alone.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { connect } from "node:net";

const PATIENCE_MS = 180_000;
/** More than any topology listens on. */
const PORTS = 30;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function eventually(what, attempt, patienceMs = PATIENCE_MS) {
  const begun = performance.now();
  while (performance.now() - begun < patienceMs) {
    const value = await Promise.resolve()
      .then(attempt)
      .catch(() => false);
    if (value) return value;
    await pause(100);
  }
  throw new Error(`waited ${patienceMs / 1000} s until ${what}`);
}

const listens = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => resolve(false)).setTimeout(1_000, () => socket.destroy());
    socket.once("connect", () => socket.destroy());
  });

/** The first of so many ports in a row that nobody listens on, below those that clients are given. */
export async function freePorts(count) {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const taken = await Promise.all(Array.from({ length: count }, (_, index) => listens(first + index)));
    if (!taken.some(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row`);
}

const environmentOf = (pid) =>
  Object.fromEntries(
    readFileSync(`/proc/${pid}/environ`, "utf8")
      .split("\0")
      .filter((pair) => pair.includes("="))
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );

/** Every process that belongs to a project: its command, its working folder or its environment names the folder. */
export function processesOf(folder) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        const environment = environmentOf(pid);
        const places = [command, readlinkSync(`/proc/${pid}/cwd`), ...Object.values(environment)];
        if (command === "" || !places.some((place) => place.includes(folder))) return [];
        return [{ pid: Number(pid), command, environment }];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}

/** The processes that answer requests or run jobs, each with what it was started with. */
export const unitsOf = (folder) =>
  processesOf(folder).flatMap(({ pid, command, environment }) => {
    const [, name] = /(?:src|\.data)\/apps\/([\w-]+)\/main\.(?:ts|mjs)/.exec(command) ?? [];
    return name === undefined ? [] : [{ pid, name, environment, command }];
  });

/** Starts everything, and waits until the whole API is described. */
export async function startSystem(folder, more = {}) {
  const port = await freePorts(2 * PORTS);
  const env = { PORT: String(port), ADMIN_PORT: String(port + PORTS), LOG_LEVEL: "info", ...more };
  const child = spawn("npm", ["run", "--silent", "dev"], {
    cwd: folder,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: [], stderr: [] };
  for (const name of ["stdout", "stderr"]) child[name].on("data", (chunk) => said[name].push(chunk));
  const textOf = (name) => Buffer.concat(said[name]).toString("utf8");
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null) process.kill(-child.pid, "SIGINT");
    await exited;
    await eventually("nothing of the project runs any more", () => processesOf(folder).length === 0, 30_000);
  };
  try {
    const document = await eventually("the system describes itself", () => {
      if (child.exitCode !== null) throw new Error("it ended");
      return describedAt(url);
    });
    return { url, adminUrl: `http://127.0.0.1:${port + PORTS}`, document, stop, stdout: () => textOf("stdout"), stderr: () => textOf("stderr") };
  } catch (error) {
    process.kill(-child.pid, "SIGKILL");
    throw new Error(`${error.message}\n${textOf("stdout").slice(-3_000)}${textOf("stderr").slice(-3_000)}`);
  }
}

/** The description, once it has stopped growing: behind a gateway parts come when their units do. */
async function describedAt(url) {
  const read = async () => (await fetch(`${url}/openapi.json`, { signal: AbortSignal.timeout(2_000) })).json();
  const first = await read();
  await pause(1_500);
  const second = await read();
  return JSON.stringify(first) === JSON.stringify(second) && Object.keys(second.paths).length > 0 ? second : false;
}
