// An authenticated GET and POST of a generated backend, on Postgres and without one, beside the same work by hand on node:http and in Nest on Express
// and on Fastify; all of them on one Postgres, in turn. Per row: answers a second, and the CPU that the server (without the database) took for one.
//   npm run build && node bench/http/run.mjs [--seconds 5] [--rounds 3]
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { database, install, load, median, pause, run, start, writeGreeting } from "./rig.mjs";

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

function prepare() {
  mkdirSync(project);
  cpSync(join(here, "architecture.yaml"), join(project, "architecture.yaml"));
  run(process.execPath, [join(root, "bin/keybeam.js"), "generate"], project);
  writeGreeting(project);
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], project);
  run("npm", ["run", "--silent", "build"], project);
  mkdirSync(packages);
  const { dependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  install(packages, { ...dependencies, ...peers });
}

let person = 0;
const cases = {
  "GET, Postgres": { method: "GET", path: (id) => `/v1/people/${id}`, status: 200 },
  "POST, Postgres": { method: "POST", path: () => "/v1/people", status: 201 },
  "GET, no database": { method: "GET", path: () => "/v1/greeting", status: 200 },
};
const bodyOf = () => JSON.stringify({ name: "Ada", email: `p${person++}-${Date.now()}@example.com` });

/** The requests of a case, as one who holds that token makes them. */
function asking({ method, path, status }, id, token) {
  const authorization = `Bearer ${token}`;
  if (method === "GET") return { method, path: path(id), status, headers: { authorization } };
  return { method, path: path(id), status, headers: { authorization, "content-type": "application/json" }, each: () => ({ body: bodyOf() }) };
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

prepare();
const postgres = await database(project);
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
  for (const server of servers) for (const one of Object.values(cases)) await load(packages, server, asking(one, id, token), 1);
  // In turn, so that a busy minute of the machine is a busy minute for all of them.
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [name, one] of Object.entries(cases)) {
      for (const server of servers)
        figures.get(`${name} ${server.name}`).push(await load(packages, server, asking(one, id, token), Number(values.seconds)));
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
