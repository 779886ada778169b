// One more process of a unit, started as the system starts it but for what a row changes.
import { spawn } from "node:child_process";
import { eventually, freePorts, unitsOf } from "./system.mjs";

/** The unit that clients speak to; null where that is none of its processes. */
export const publicUnit = (rig) =>
  unitsOf(rig.folder).find(({ environment }) => environment["PORT"] === new URL(rig.system.url).port) ?? null;

const isUp = async (url) => (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;

/**
 * @param changes `env` goes over what the unit has, `wrap` before its command, `preload` is a module that it loads first
 */
export async function startCopy(rig, unit, { env = {}, wrap = [], preload } = {}) {
  const port = await freePorts(2);
  const { NODE_CHANNEL_FD: _channel, NODE_CHANNEL_SERIALIZATION_MODE: _mode, ...own } = unit.environment;
  const loads = preload === undefined ? [] : ["--import", preload];
  const [command, ...args] = [...wrap, process.execPath, "--import", "tsx", ...loads, `src/apps/${unit.name}/main.ts`];
  const child = spawn(command, args, {
    cwd: rig.folder,
    env: { ...own, LOG_LEVEL: "info", PORT: String(port), ADMIN_PORT: String(port + 1), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(chunk));
  const text = () => Buffer.concat(said).toString("utf8");
  const exited = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const adminUrl = `http://127.0.0.1:${port + 1}`;
  const stop = async (signal = "SIGKILL") => {
    if (!ended()) child.kill(signal);
    return exited;
  };
  rig.closing.push(() => stop());
  return {
    child,
    port,
    url: `http://127.0.0.1:${port}`,
    adminUrl,
    text,
    lines: () => text().split("\n").filter((line) => line !== ""),
    exited,
    ended,
    stop,
    ready: (patienceMs = 60_000) =>
      eventually(`${unit.name} is ready`, () => {
        if (ended()) throw new Error("it ended");
        return isUp(`${adminUrl}/readyz`);
      }, patienceMs).catch((error) => {
        throw new Error(`${error.message}: ${text().slice(-1_500)}`);
      }),
  };
}

/** The same URL by way of another port. */
export const by = (url, port) => Object.assign(new URL(url), { port: String(port) }).href;
