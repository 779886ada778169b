// An authenticated GET and POST of a generated backend, on Postgres and without one, beside the same work by hand on node:http and in Nest on Express
// and on Fastify; all of them on one Postgres, in turn. Per row: answers a second, and the CPU that the server (without the database) took for one.
//   npm run build && node bench/http/run.mjs [--seconds 5] [--rounds 3]
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = join(root, "bench/http");
const { values } = parseArgs({
  options: { seconds: { type: "string", default: "5" }, rounds: { type: "string", default: "3" } },
});
const home = mkdtempSync(join(tmpdir(), "keybeam-http-"));
const project = join(home, "project");
const packages = join(home, "packages");
const peers = {
  "@nestjs/common": "12.5.1",
  "@nestjs/core": "12.5.1",
  "@nestjs/platform-express": "12.5.1",
  "@nestjs/platform-fastify": "12.5.0",
  autocannon: "9.0.0",
  "reflect-metadata": "0.2.2",
  rxjs: "7.8.2",
};
const TICKS_A_SECOND = 100;

const run = (command, args, cwd, env = {}) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout.trim();
};

function prepare() {
  mkdirSync(project);
  cpSync(join(here, "architecture.yaml"), join(project, "architecture.yaml"));
  run(process.execPath, [join(root, "bin/keybeam.js"), "generate"], project);
  const greet = join(project, "src/services/people/application/greet.ts");
  const stub = readFileSync(greet, "utf8");
  const written = stub.replace(/fail\("notWritten".*\)/u, 'ok({ words: "hello" })').replace("{ fail,", "{ ok,");
  if (written === stub) throw new Error(`nothing was written into\n${stub}`);
  writeFileSync(greet, written);
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], project);
  run("npm", ["run", "--silent", "build"], project);
  mkdirSync(packages);
  const { dependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  writeFileSync(
    join(packages, "package.json"),
    JSON.stringify({ private: true, dependencies: { ...dependencies, ...peers } }),
  );
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], packages);
}

/** The project's own embedded Postgres, held until this process lets go. */
async function database() {
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

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function start(command, cwd, env) {
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

let person = 0;
const cases = {
  "GET, Postgres": { method: "GET", path: (id) => `/v1/people/${id}`, status: 200 },
  "POST, Postgres": { method: "POST", path: () => "/v1/people", status: 201 },
  "GET, no database": { method: "GET", path: () => "/v1/greeting", status: 200 },
};
const bodyOf = () => JSON.stringify({ name: "Ada", email: `p${person++}-${Date.now()}@example.com` });

async function load(server, { method, path, status }, id, token, seconds) {
  const autocannon = createRequire(join(packages, "package.json"))("autocannon");
  const headers = {
    authorization: `Bearer ${token}`,
    ...(method === "POST" ? { "content-type": "application/json" } : {}),
  };
  const request = {
    method,
    path: path(id),
    headers,
    ...(method === "POST" ? { setupRequest: (one) => ({ ...one, body: bodyOf() }) } : {}),
  };
  const begun = cpuOf(server.pid);
  const result = await autocannon({ url: server.url, connections: 32, duration: seconds, requests: [request] });
  const answers = Object.values(result.statusCodeStats).reduce((sum, { count }) => sum + count, 0);
  const good = result.statusCodeStats[status]?.count ?? 0;
  if (good < answers || answers === 0)
    throw new Error(`of ${answers} answers ${good} were ${status}: ${JSON.stringify(result.statusCodeStats)}`);
  return { perSecond: answers / result.duration, microseconds: ((cpuOf(server.pid) - begun) * 1e6) / answers };
}

/** A peer that answers otherwise does other work, and its figure says nothing. */
async function mustAgree(servers, id, token) {
  const headers = { authorization: `Bearer ${token}` };
  const answers = await Promise.all(
    servers.map(async ({ url }) => {
      const answer = await fetch(`${url}/v1/people/${id}`, { headers });
      return JSON.stringify([answer.status, answer.headers.get("etag"), await answer.json()]);
    }),
  );
  if (new Set(answers).size > 1) throw new Error(`the answers differ:\n${answers.join("\n")}`);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

prepare();
const postgres = await database();
const env = { NODE_ENV: "development", DATABASE_URL: postgres.url, LOG_LEVEL: "info" };
const servers = [];
try {
  run("npm", ["run", "--silent", "migrate"], project, env);
  servers.push({ name: "generated", ...(await start(["dist/apps/bench/main.js"], project, env)) });
  const token = run(
    "npm",
    ["run", "--silent", "token", "--", "--role", "staff", "--user", "7d1d2c34-6b5b-4a55-9b0c-2f6f1f0f7a11"],
    project,
    env,
  );
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const { id } = await (
    await fetch(`${servers[0].url}/v1/people`, { method: "POST", headers, body: bodyOf() })
  ).json();
  const jwks = await (await fetch(`${servers[0].url}/.well-known/jwks.json`)).text();
  const shared = { ...env, NODE_ENV: "production", PACKAGES: packages, JWKS: jwks };
  servers.push({ name: "node:http by hand", ...(await start([join(here, "bare.mjs")], here, shared)) });
  for (const adapter of ["express", "fastify"])
    servers.push({
      name: `Nest on ${adapter}`,
      ...(await start([join(here, "nest.mjs")], here, { ...shared, ADAPTER: adapter })),
    });
  await mustAgree(servers, id, token);
  const figures = new Map(servers.flatMap(({ name }) => Object.keys(cases).map((one) => [`${one} ${name}`, []])));
  for (const server of servers) for (const one of Object.values(cases)) await load(server, one, id, token, 1);
  // In turn, so that a busy minute of the machine is a busy minute for all of them.
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [name, one] of Object.entries(cases)) {
      for (const server of servers)
        figures.get(`${name} ${server.name}`).push(await load(server, one, id, token, Number(values.seconds)));
    }
  }
  console.log(
    `Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; medians of ${values.rounds} rounds of ${values.seconds} s, 32 connections`,
  );
  for (const name of Object.keys(cases)) {
    const rows = servers.map((server) => ({ server: server.name, measured: figures.get(`${name} ${server.name}`) }));
    const of = (wanted, key) => median(rows.find(({ server }) => server === wanted).measured.map((one) => one[key]));
    console.log(`\n${name}`);
    console.table(
      Object.fromEntries(
        rows.map(({ server }) => [
          server,
          {
            "answers/s": Math.round(of(server, "perSecond")),
            "of bare node": (of(server, "perSecond") / of("node:http by hand", "perSecond")).toFixed(2),
            "of Nest on Express": (of(server, "perSecond") / of("Nest on express", "perSecond")).toFixed(2),
            "CPU µs an answer": Math.round(of(server, "microseconds")),
            "CPU of bare node": (of("node:http by hand", "microseconds") / of(server, "microseconds")).toFixed(2),
          },
        ]),
      ),
    );
  }
} finally {
  for (const server of servers) await server.stop();
  postgres.stop();
  await pause(1_000);
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}
