// A generated system under `npm run dev`, from the first moment to its end. Looks at /proc, so on Linux alone.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";

const PATIENCE_MS = 180_000;

/** Starts it and waits for the first good answer; which status is good may be said. */
export const develop = (folder, path, isGood) => start(folder, path, "npm", ["run", "--silent", "dev"], {}, isGood);

/** The same for any command; with what it needs of its environment. */
export async function start(folder, path, command, args, given, isGood = (status) => status < 300) {
  const env = {
    ...given,
    // Below the ports that the kernel gives to those who connect.
    PORT: String(20_000 + Math.floor(Math.random() * 9_000)),
    ADMIN_PORT: String(10_000 + Math.floor(Math.random() * 9_000)),
    LOG_LEVEL: "error",
  };
  await mustBeFree(Number(env.PORT));
  const others = new Set(processesOf(folder).map(({ pid }) => pid));
  const own = () => processesOf(folder).filter(({ pid }) => !others.has(pid));
  const url = `http://127.0.0.1:${env.PORT}`;
  const begun = performance.now();
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", 2, "inherit"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    process.kill(-child.pid, "SIGINT");
    await exited;
    while (own().length > 0) await pause(100);
  };
  while (!(await answers(new URL(path, url), isGood))) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`);
    if (performance.now() - begun > PATIENCE_MS) {
      await stop();
      throw new Error(`no answer within ${PATIENCE_MS / 1000} s`);
    }
    await pause(20);
  }
  return { url, env, readyMs: performance.now() - begun, cpuSeconds: cpuSecondsOf(own()), stop };
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function answers(url, isGood) {
  try {
    return isGood((await fetch(url, { signal: AbortSignal.timeout(2_000) })).status);
  } catch {
    return false;
  }
}

function mustBeFree(port) {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(port, "127.0.0.1", () => server.close(resolve));
  });
}

/** Resident memory of each process of the system, Postgres with all of its own as one. */
export function memoryOf(folder) {
  const sums = new Map();
  for (const { command, mebibytes } of processesOf(folder)) {
    const part = /platform\/dev\/(develop)\.ts|(keeper)\.mjs/.exec(command)?.slice(1).find(Boolean);
    const unit = part ?? /apps\/([\w-]+)(?:\/\w+)?\.m?[jt]s/.exec(command)?.[1];
    const name = unit ?? (command.includes("postgres") ? "postgres" : null);
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + mebibytes);
  }
  return [...sums]
    .map(([name, mebibytes]) => ({ name, mebibytes: Math.round(mebibytes) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The processor time that the processes of the system, and those that they have waited for, took until now. */
const cpuSecondsOf = (processes) => processes.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);

/** Own and waited for, in user and kernel mode: fields 14 to 17 of proc(5), by the hundredth of a second. */
function cpuSecondsIn(stat) {
  const fields = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 16);
  return fields.reduce((sum, field) => sum + Number(field), 0) / 100;
}

function processesOf(folder) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        const named = [command, readlinkSync(`/proc/${pid}/cwd`), readFileSync(`/proc/${pid}/environ`, "utf8")];
        if (command === "" || !named.some((text) => text.includes(folder))) return [];
        // Of what processes share, as Postgres does, each counts its part.
        const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? "0";
        const cpuSeconds = cpuSecondsIn(readFileSync(`/proc/${pid}/stat`, "utf8"));
        return [{ pid, command, cpuSeconds, mebibytes: Number(pss) / 1024 }];
      } catch {
        return [];
      }
    });
}
