// README command one: makes the example shop in a temporary folder, starts it, and talks to it as its clients would.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const keybeam = fileURLToPath(new URL("../bin/keybeam.js", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "keybeam-demo-"));
const shop = join(home, "shop");
const say = (text) => process.stdout.write(`${text}\n`);
let system = null;
let url = "";

/** Ctrl-C ends the story; whatever runs by then is stopped as at its end. */
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    interrupted = true;
  });
}

await main();

async function main() {
  try {
    await make();
    await start();
    await tell();
    say("\nEvery answer was as expected.");
  } catch (error) {
    process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  } finally {
    await stop();
  }
}

async function make() {
  say("1. keybeam new shop --example shop --yes");
  run(process.execPath, [keybeam, "new", "shop", "--example", "shop", "--yes"], home);
  say("2. npm install");
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], shop);
}

async function start() {
  const [port, adminPort] = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${port}`;
  say(`3. npm run dev: the whole shop on ${url}, with a Postgres of its own`);
  system = spawn("npm", ["run", "--silent", "dev"], {
    cwd: shop,
    env: { ...process.env, PORT: String(port), ADMIN_PORT: String(adminPort), LOG_LEVEL: "error" },
    stdio: ["ignore", "inherit", "inherit"],
    // A group of its own, so that it is stopped as a terminal stops it: all of the group get the signal.
    detached: true,
  });
  await eventually("the shop is ready", async () => {
    if (system.exitCode !== null) throw new Error(`npm run dev ended with ${system.exitCode}`);
    return (await fetch(`http://127.0.0.1:${adminPort}/readyz`).catch(() => null))?.ok === true;
  });
}

/** What a customer and the shop's staff do, and what the services do among themselves. */
async function tell() {
  say("\nA customer comes in.");
  const account = { email: "alice@example.com", password: "correct horse battery staple" };
  await ask("registers", "POST", "/auth/register", 201, { body: account });
  const { accessToken: alice } = await ask("logs in", "POST", "/auth/login", 200, { body: account });
  const customer = await ask("says who she is", "POST", "/v1/customers", 201, {
    token: alice,
    body: { name: "Alice", email: account.email },
  });

  say("\nThe staff fills the shelves.");
  const staff = run("npm", ["run", "--silent", "token", "--", "--role", "staff", "--user", "bob"], shop).trim();
  const price = { amount: "12.50", currency: "EUR" };
  const product = await ask("adds a product, 5 in stock", "POST", "/v1/products", 201, {
    token: staff,
    body: { sku: "mug", name: "A mug", price, stock: 5, tags: [] },
  });

  say("\nThe customer orders.");
  await ask("sees the shelves without logging in", "GET", "/v1/products", 200);
  await ask("cannot order without logging in", "POST", "/v1/orders", 401, { body: {} });
  const cent = { ...price, amount: "0.01" };
  const cheap = await ask("drafts an order of one for a cent", "POST", "/v1/orders", 201, {
    token: alice,
    body: { customer: customer.id, lines: [{ product: product.id, quantity: 1, price: cent }], total: cent },
  });
  await ask("cannot place it: the catalog has the price", "POST", `/v1/orders/${cheap.id}/place`, 409, { token: alice });
  const lines = [{ product: product.id, quantity: 2, price }];
  const order = await ask("drafts an order of 2", "POST", "/v1/orders", 201, {
    token: alice,
    body: { customer: customer.id, lines, total: { ...price, amount: "25.00" } },
  });
  await ask("places it: orders calls catalog, which reserves the stock", "POST", `/v1/orders/${order.id}/place`, 200, {
    token: alice,
  });
  const left = await ask("sees 3 left in stock", "GET", `/v1/products/${product.id}`, 200);
  expect(left.stock === 3, `3 in stock, not ${left.stock}`);
  await ask("cannot place it twice", "POST", `/v1/orders/${order.id}/place`, 409, { token: alice });
  await ask("may not delete it", "DELETE", `/v1/orders/${order.id}`, 403, { token: alice });

  say("\nThe event OrderPlaced arrives at payments, which opens a payment.");
  const payment = await eventually("the payment is open", async () => {
    const page = await ask(null, "GET", `/v1/payments?order=${order.id}`, 200, { token: staff });
    return page.items[0];
  });
  say(`   payment ${payment.id} is ${payment.status}, over ${payment.amount.amount} ${payment.amount.currency}`);
  await ask("staff settles it", "POST", `/v1/payments/${payment.id}/settle`, 200, { token: staff });

  say("\nThe event PaymentSettled arrives at orders, which marks the order as paid.");
  const paid = await eventually("the order is paid", async () => {
    const found = await ask(null, "GET", `/v1/orders/${order.id}`, 200, { token: staff });
    return found.status === "paid" ? found : undefined;
  });
  say(`   order ${paid.id} is ${paid.status}, version ${paid.version}`);
}

/** One request, told and checked: the story ends where the status is another. */
async function ask(what, method, path, status, { token, body } = {}) {
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (what !== null) say(`   ${answer.status}  ${method} ${path}  (${what})`);
  expect(answer.status === status, `${method} ${path}: ${status}, not ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

function expect(holds, expected) {
  if (!holds) throw new Error(`expected ${expected}`);
}

/** Tries until there is a value; 60 seconds are enough for a slow machine. */
async function eventually(what, attempt) {
  for (const begun = Date.now(); Date.now() - begun < 60_000; ) {
    if (interrupted) throw new Error("interrupted");
    const value = await attempt();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited a minute until ${what}`);
}

/** Runs a command to its end; gives back what it printed. */
function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (interrupted) throw new Error("interrupted");
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stdout + stderr}`);
  return stdout;
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  return port;
}

/** Ends what the demo started and leaves nothing behind. */
async function stop() {
  if (system !== null && system.exitCode === null && system.signalCode === null) {
    const ended = once(system, "exit");
    process.kill(-system.pid, "SIGINT");
    await ended;
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
