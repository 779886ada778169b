// What benches of generated backends share: a database, servers as processes of their own, load on them, and what they cost.
import { spawn, spawnSync } from "node:child_process";
import { openSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const TICKS_A_SECOND = 100;

/** Runs a command to its end. @returns what it printed; what it said is the error where it fails. */
export const run = (command, args, cwd, env = {}) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout.trim();
};

/** Writes the operation by hand that the systems of the benches have, where the generator left its stub. */
export function writeGreeting(project) {
  const file = join(project, "src/services/people/application/greet.ts");
  const stub = readFileSync(file, "utf8");
  const written = stub.replace(/fail\("notWritten".*\)/u, 'ok({ words: "hello" })').replace("{ fail,", "{ ok,");
  if (written === stub) throw new Error(`nothing was written into\n${stub}`);
  writeFileSync(file, written);
}

/** Installs packages, name to version, in a folder that is there; the optional ones where they fit this machine. */
export function install(folder, dependencies, optionalDependencies = {}) {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies, optionalDependencies }));
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], folder);
}

/** A generated project's own embedded Postgres, held until this process lets go. */
export async function database(project) {
  const script = join(project, "hold.ts");
  writeFileSync(
    script,
    'import { useEmbeddedPostgres } from "./src/platform/dev/embedded.ts";\nconst postgres = await useEmbeddedPostgres(".data");\nconsole.log(postgres.urlOf("bench"));\nprocess.stdin.resume().on("end", () => process.exit(0));\n',
  );
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    cwd: project,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    child.stdout.once("data", (text) => resolve(String(text).trim()));
    child.once("exit", (code) => reject(new Error(`the database ended with ${code}`)));
  });
  return { url, stop: () => child.stdin.end() };
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A server in a process of its own, once it answers. */
export async function start(command, cwd, env) {
  const port = String(20_000 + Math.floor(Math.random() * 9_000));
  const child = spawn(process.execPath, command, {
    cwd,
    env: { ...process.env, ...env, PORT: port, ADMIN_PORT: String(Number(port) + 10_000) },
    stdio: ["ignore", openSync("/dev/null", "w"), "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null || tries > 300) throw new Error(`${command.join(" ")} does not answer`);
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) break;
    await pause(50);
  }
  return {
    url,
    pid: child.pid,
    stop: () => new Promise((resolve) => child.once("exit", resolve) && child.kill("SIGTERM")),
  };
}

/** Seconds of CPU that a process has used so far. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /u, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/**
 * Asks a server for some seconds over 32 connections; an answer of another status is an error.
 * @param asked `{ method, path, status, headers, each }`; `each()`, where it is there, gives what differs from one request to the next
 * @returns `{ perSecond, microseconds }`: answers a second, and the CPU that the server's process took for one
 */
export async function load(packages, server, { method, path, status, headers, each }, seconds) {
  const autocannon = createRequire(join(packages, "package.json"))("autocannon");
  const setupRequest = (one) => {
    const own = each();
    return { ...one, ...own, headers: { ...headers, ...own.headers } };
  };
  const requests = [{ method, path, headers, ...(each === undefined ? {} : { setupRequest }) }];
  const begun = cpuOf(server.pid);
  const result = await autocannon({ url: server.url, connections: 32, duration: seconds, requests });
  const answers = Object.values(result.statusCodeStats).reduce((sum, { count }) => sum + count, 0);
  const good = result.statusCodeStats[status]?.count ?? 0;
  if (good < answers || answers === 0)
    throw new Error(`of ${answers} answers ${good} were ${status}: ${JSON.stringify(result.statusCodeStats)}`);
  return { perSecond: answers / result.duration, microseconds: ((cpuOf(server.pid) - begun) * 1e6) / answers };
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
