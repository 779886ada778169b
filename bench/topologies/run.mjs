// The example shop in every topology, side by side on this machine: time from `npm run dev` to the first answer, requests a second, the latency of
// a request that calls another service, memory of each process. A topology that keybeam cannot generate is said to be not run.
//   npm run build && node bench/topologies/run.mjs [--seconds 4] [topology ...]
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connect, latencyOf, throughputOf } from "./client.mjs";
import { generate, install, mustRun } from "./project.mjs";
import { develop, memoryOf } from "./system.mjs";

const PRICE = { amount: "12.50", currency: "EUR" };
const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { seconds: { type: "string", default: "4" } } });
const SECONDS = Number(options.seconds);
const CLIENTS = 8;

/** What each topology adds to the spec. */
const topologies = {
  monolith: "",
  "modular-monolith": "",
  hybrid: "\ndeploy: { units: { storefront: { services: [catalog, customers], as: process } } }\n",
  microservices: "",
  serverless: "",
};

const token = (folder, env, role) =>
  mustRun("npm", ["run", "--silent", "token", "--", "--role", role, "--user", "alice"], folder, env).trim();

async function measure(topology, home) {
  const folder = join(home, topology);
  generate(folder, "shop", topology, topologies[topology]);
  install(folder, home);
  const first = await develop(folder, "/v1/products");
  await first.stop();
  const system = await develop(folder, "/v1/products");
  try {
    const staff = connect(system.url, token(folder, system.env, "staff"));
    const customer = connect(system.url, token(folder, system.env, "customer"));
    const alice = await customer("POST", "/v1/customers", { name: "Alice", email: "alice@example.com" });
    const shelf = { name: "A mug", price: PRICE, tags: [] };
    const product = await staff("POST", "/v1/products", { ...shelf, sku: "mug", stock: 1_000_000 });
    let count = 0;
    const get = await throughputOf(CLIENTS, SECONDS, () => customer("GET", `/v1/products/${product.id}`));
    const post = await throughputOf(CLIENTS, SECONDS, () => staff("POST", "/v1/products", { ...shelf, sku: `n${count++}`, stock: 1 }));
    const place = await latencyOf(60, async () => {
      const order = await customer("POST", "/v1/orders", { customer: alice.id, lines: [{ product: product.id, quantity: 1, price: PRICE }], total: PRICE });
      return () => customer("POST", `/v1/orders/${order.id}/place`);
    });
    const alone = await latencyOf(200, async () => () => customer("GET", `/v1/products/${product.id}`));
    return { topology, firstMs: first.readyMs, nextMs: system.readyMs, get, post, alone, place, memory: memoryOf(folder) };
  } finally {
    await system.stop();
  }
}

const ms = (value) => value.toFixed(1);
const row = (cells) => `| ${cells.join(" | ")} |`;

function report(results) {
  console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? "?"}; ${CLIENTS} clients, ${SECONDS} s each, client on the same cores; load average ${loadavg()[0].toFixed(1)}\n`);
  console.log(row(["topology", "`npm run dev` to the first answer, first and next", "GET/s", "POST/s", "GET alone, median", "place (calls catalog), median", "processes, MiB"]));
  console.log(row(Array(7).fill("---")));
  for (const one of results) {
    const memory = one.memory.map(({ name, mebibytes }) => `${name} ${mebibytes}`).join(", ");
    console.log(row([one.topology, `${ms(one.firstMs / 1000)} s, ${ms(one.nextMs / 1000)} s`, Math.round(one.get), Math.round(one.post), `${ms(one.alone)} ms`, `${ms(one.place)} ms`, memory]));
  }
}

const wanted = positionals.length > 0 ? positionals : Object.keys(topologies);
const unknown = wanted.filter((name) => !(name in topologies));
if (!(SECONDS > 0) || unknown.length > 0) throw new Error(`[--seconds N] and of ${Object.keys(topologies).join(", ")} those that are wanted`);
const home = mkdtempSync(join(tmpdir(), "keybeam-topologies-"));
const results = [];
try {
  for (const topology of wanted) {
    try {
      results.push(await measure(topology, home));
    } catch (error) {
      console.error(`NOT RUN: ${topology}: ${error.message.split("\n")[0]}`);
      process.exitCode = 1;
    }
  }
  report(results);
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
