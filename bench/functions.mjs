// How large the functions of the example shop are, and how long one takes from nothing to its first answer and to the next: each in a fresh
// process, beside a process that does nothing but start, and a handler by hand that does nothing but answer.
// node bench/functions.mjs [runs]
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const runs = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), "keybeam-functions-"));

function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8", ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

function bundle() {
  const spec = readFileSync(join(root, "examples/shop/architecture.yaml"), "utf8");
  writeFileSync(join(folder, "architecture.yaml"), spec.replace(/^topology: .*$/mu, "topology: serverless"));
  run(process.execPath, [join(root, "bin/keybeam.js"), "generate"]);
  cpSync(join(root, "examples/shop/src"), join(folder, "src"), { recursive: true });
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"]);
  run("npm", ["run", "--silent", "build"]);
}

/** The event of one GET, and a context that has time. */
const EVENT = `{ version: "2.0", routeKey: "$default", rawPath: path, rawQueryString: "", headers: { accept: "application/json" },
  requestContext: { http: { method: "GET", path, sourceIp: "127.0.0.1" } }, isBase64Encoded: false }`;

/** A program that loads a handler and answers twice; it says when, in milliseconds since the process began. */
const program = (load, path, wanted) => `
const path = ${JSON.stringify(path)};
const event = ${EVENT};
const context = { awsRequestId: "1", getRemainingTimeInMillis: () => 20000 };
const began = performance.now();
const { handler } = ${load};
const loaded = performance.now();
const ask = async () => { const answer = await handler(event, context); if (answer.statusCode !== ${wanted}) throw new Error(JSON.stringify(answer)); };
ask().then(async () => {
  const first = performance.now();
  await ask();
  console.log(JSON.stringify({ start: began, load: loaded - began, first: first - loaded, next: performance.now() - first, total: first,
    memory: process.memoryUsage().rss / 1048576 }));
  process.exit(0);
}).catch((error) => { console.error(error); process.exit(1); });`;

const ENVIRONMENT = {
  ...process.env,
  NODE_ENV: "development",
  LOG_LEVEL: "silent",
  DATABASE_URL: "postgres://nobody@127.0.0.1:9/none",
  ACCOUNTS_URL: "lambda:accounts",
  CATALOG_URL: "lambda:catalog",
};

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function measure(load, path, wanted) {
  const file = join(folder, "measure.cjs");
  writeFileSync(file, program(load, path, wanted));
  return JSON.parse(run(process.execPath, [file], { env: ENVIRONMENT }));
}

function main() {
  bundle();
  const bundles = join(folder, "dist/functions");
  console.log("| bundle | kB | packed |\n| --- | --- | --- |");
  for (const unit of readdirSync(bundles).sort()) {
    const file = join(bundles, unit, "index.cjs");
    console.log(`| ${unit} | ${Math.ceil(statSync(file).size / 1024)} | ${Math.ceil(gzipSync(readFileSync(file)).length / 1024)} |`);
  }
  const byHand = "{ handler: async () => ({ statusCode: 200 }) }";
  const subjects = [
    ["a handler by hand", byHand, "/", 200],
    // No token: refused before any database is asked, so that what is measured is ours.
    ["orders, GET /v1/orders", `require(${JSON.stringify(join(bundles, "orders/index.cjs"))})`, "/v1/orders", 401],
    ["front, GET /nothing", `require(${JSON.stringify(join(bundles, "front/index.cjs"))})`, "/nothing", 404],
  ];
  const found = subjects.map(() => []);
  // Interleaved, so that whatever else the machine does falls on all of them.
  for (let turn = 0; turn < runs; turn += 1) for (const [index, [, load, path, wanted]] of subjects.entries()) found[index].push(measure(load, path, wanted));
  console.log(`\nMedians of ${runs} runs in ms, Node ${process.versions.node}, ${cpus().length} cores\n`);
  console.log("| | process starts | loads | first answer | cold in all | next answer | MiB |\n| --- | --- | --- | --- | --- | --- | --- |");
  for (const [index, [name]] of subjects.entries()) {
    const column = (key) => median(found[index].map((one) => one[key])).toFixed(key === "next" ? 2 : 0);
    console.log(`| ${name} | ${["start", "load", "first", "total", "next", "memory"].map(column).join(" | ")} |`);
  }
}

try {
  mkdirSync(folder, { recursive: true });
  main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
