import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keybeam, mustRun } from "./support/command.ts";
import { ask, endLoads, type Sample, startLoad } from "./support/load.ts";
import { install, newFromExample, type Project } from "./support/project.ts";
import { endAll, migrate, type Postgres, startPostgres, type UnitProcess, unitProcess } from "./support/units.ts";
import { eventually, freePorts } from "./support/wait.ts";

const spec = readFileSync(fileURLToPath(new URL("../../examples/shop/architecture.yaml", import.meta.url)), "utf8");
const UNITS = ["gateway", "customers", "catalog", "orders", "payments", "accounts"] as const;
const STOCK = 1_000_000;
const PRICE = { amount: "12.50", currency: "EUR" };
/** A request may take its own five seconds, and the gateway a little more. */
const DEADLINE_MS = 6_500;

let project: Project;
let postgres: Postgres;
let env: Readonly<Record<string, string>>;
let units: ReadonlyMap<string, UnitProcess>;
let url: string;
beforeAll(async () => {
  project = newFromExample("shop");
  writeFileSync(join(project.folder, "architecture.yaml"), spec.replace(/^topology: .*$/mu, "topology: microservices"));
  keybeam(["generate"], { cwd: project.folder });
  install(project);
  mustRun("npm", ["run", "build"], { cwd: project.folder });
  postgres = await startPostgres(project.folder);
  const port = await freePorts(2 * UNITS.length);
  const urls = UNITS.map((unit, index) => [`${unit.toUpperCase()}_URL`, `http://127.0.0.1:${port + index}`]);
  env = { ...Object.fromEntries(urls), DATABASE_URL: postgres.url, NODE_ENV: "development" };
  url = `http://127.0.0.1:${port}`;
  // Each unit comes into the databases under the login that the migrate step makes for it, as in deploy/compose.yaml.
  migrate(project.folder, { ...env, ...Object.fromEntries(UNITS.map((unit) => [`${unit.toUpperCase()}_DATABASE_PASSWORD`, `of-${unit}`])) });
  const envOf = (unit: string) => ({ ...env, DATABASE_URL: postgres.url.replace(/\/\/[^@]+@/u, `//shop_${unit}_login:of-${unit}@`) });
  units = new Map(UNITS.map((unit, index) => [unit, unitProcess(project.folder, unit, port + index, port + UNITS.length + index, envOf(unit))]));
  for (const unit of units.values()) await unit.start();
});
afterAll(async () => {
  endLoads();
  endAll();
  await postgres.stop();
  project.remove();
});

const token = (role: string): Readonly<Record<string, string>> => {
  const printed = mustRun("npm", ["run", "--silent", "token", "--", "--role", role, "--user", "alice"], { cwd: project.folder, env });
  return { authorization: `Bearer ${printed.stdout.trim()}` };
};

/** Rows of one service, read where they lie. */
const rowsOf = async (service: string, text: string): Promise<readonly Readonly<Record<string, string>>[]> => {
  const { default: pg } = await import(createRequire(join(project.folder, "package.json")).resolve("pg"));
  const client = new pg.Client({ connectionString: `${postgres.url}_${service}` });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
};

const isGood = (sample: Sample | undefined): boolean => sample?.status === 200 || sample?.status === 201;

const idIn = (body: unknown): string => String((body as { id: unknown }).id);
const acknowledged = (samples: readonly Sample[], what: string, status: number): readonly string[] =>
  samples.filter((one) => one.what === what && one.status === status).map(({ body }) => idIn(body));

/** The units without which a request cannot be answered as it should be. */
const needs: Readonly<Record<string, readonly string[]>> = {
  "POST /v1/products": ["gateway", "catalog"],
  "GET /v1/customers?limit=1": ["gateway", "customers"],
  "POST /v1/orders": ["gateway", "orders"],
  "POST /v1/orders/:id/place": ["gateway", "orders", "catalog"],
};

test("any one of the processes may be killed under load", async () => {
  const [staff, customer] = [token("staff"), token("customer")];
  const alice = idIn((await ask(url, "POST", "/v1/customers", { name: "Alice", email: "alice@example.com" }, customer)).body);
  const shelf = { name: "A mug", price: PRICE, tags: [] };
  const product = idIn((await ask(url, "POST", "/v1/products", { ...shelf, sku: "mug", stock: STOCK }, staff)).body);
  const fill = (who: number) => (round: number) => ask(url, "POST", "/v1/products", { ...shelf, sku: `${who}-${round}`, stock: 1 }, staff);
  const look = () => ask(url, "GET", "/v1/customers?limit=1", undefined, staff);
  const buy = () => {
    let drafted: string | null = null;
    return async () => {
      if (drafted !== null) {
        const placed = await ask(url, "POST", `/v1/orders/${drafted}/place`, undefined, customer);
        drafted = null;
        return placed;
      }
      const lines = [{ product, quantity: 1, price: PRICE }];
      const order = await ask(url, "POST", "/v1/orders", { customer: alice, lines, total: PRICE }, customer);
      drafted = order.status === 201 ? idIn(order.body) : null;
      return order;
    };
  };
  const load = startLoad([fill(0), look, buy(), buy(), buy(), buy()], 10);
  const begun = performance.now();
  const away: { readonly unit: string; readonly from: number; readonly until: number }[] = [];
  for (const [name, unit] of units) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const from = performance.now() - begun;
    await unit.end("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await unit.start();
    const until = performance.now() - begun;
    away.push({ unit: name, from, until });
    // Who was away is held back for a while yet, by the breaker of the gateway and of those who call it.
    await eventually(`all is well after ${name}`, async () =>
      Object.keys(needs).every((what) => isGood(load.samples.findLast((one) => one.what === what && one.at > until))),
    );
  }
  const samples = await load.stop();

  // Others answer, and within their deadlines; what needs the one that is away is told so in time.
  const late = samples.filter(({ ms }) => ms > DEADLINE_MS);
  expect(late.slice(0, 5)).toEqual([]);
  for (const { unit, from, until } of away) {
    const during = samples.filter(({ what, at, ms }) => at + ms > from && at < until && needs[what]?.includes(unit) === false);
    expect(during.filter((one) => !isGood(one)).slice(0, 3), `while ${unit} is away`).toEqual([]);
    if (unit !== "gateway") expect(during.length, `while ${unit} is away`).toBeGreaterThan(10);
  }

  // No acknowledged write is lost.
  const products = new Set((await rowsOf("catalog", 'select id from "catalog"."products"')).map(({ id }) => id));
  const filled = acknowledged(samples, "POST /v1/products", 201);
  expect(filled.length).toBeGreaterThan(50);
  expect(filled.filter((id) => !products.has(id))).toEqual([]);
  const orders = new Map((await rowsOf("orders", 'select id, status from "orders"."orders"')).map(({ id = "", status = "" }) => [id, status]));
  const drafted = acknowledged(samples, "POST /v1/orders", 201);
  expect(drafted.filter((id) => !orders.has(id))).toEqual([]);
  const placed = acknowledged(samples, "POST /v1/orders/:id/place", 200);
  expect(placed.length).toBeGreaterThan(50);
  expect(placed.filter((id) => orders.get(id) !== "placed")).toEqual([]);

  // No event is lost, and none is applied twice: each order that is placed has one payment, and no other has one.
  const expected = [...orders].filter(([, status]) => status === "placed").map(([id]) => id).sort();
  const paymentsOf = async () => (await rowsOf("payments", 'select "order" from "payments"."payments"')).map(({ order = "" }) => order).sort();
  await eventually("each placed order has its payment", async () => (await paymentsOf()).length >= expected.length);
  expect(await paymentsOf()).toEqual(expected);

  // No call is applied twice: what left the stock is what is reserved, once for an order.
  const [{ stock = "" } = {}] = await rowsOf("catalog", `select stock from "catalog"."products" where id = '${product}'`);
  const reserved = await rowsOf("catalog", 'select "order" from "catalog"."stock_reservations"');
  expect(STOCK - Number(stock)).toBe(reserved.length);
  expect(new Set(reserved.map(({ order }) => order)).size).toBe(reserved.length);
  expect(expected.filter((id) => !reserved.some(({ order }) => order === id))).toEqual([]);
  const failed = samples.filter((one) => !isGood(one)).length;
  process.stdout.write(`killed ${away.length} processes, one after the other: ${samples.length} requests, ${failed} failed, ${placed.length} orders placed, slowest ${Math.round(Math.max(...samples.map(({ ms }) => ms)))} ms\n`);
});
