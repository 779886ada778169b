// Clients that write and read as fast as they are answered, and a record of each request: when it was sent, when its answer came, and what that says.
import { randomUUID } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";

const TIMEOUT_MS = 20_000;
/** A token lives for minutes, a run for an hour. */
const TOKEN_MS = 300_000;
/** Older than any clock is wrong here: a token of a moment that has not come yet is refused, as it should be. */
const TOKEN_AGE_S = 60;

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** No answer is the status 0: it may have taken effect, or not. */
const sent = (agent, url, method, path, { body, headers }) =>
  new Promise((resolve) => {
    const bytes = body === undefined ? undefined : JSON.stringify(body);
    const all = { ...headers, ...(bytes === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(bytes) }) };
    const lost = (error) => resolve({ status: 0, body: { fault: error.code ?? error.message } });
    const request = httpRequest(new URL(path, url), { method, agent, headers: all, timeout: TIMEOUT_MS }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk)).on("error", lost).on("end", () => resolve({ status: response.statusCode, body: parsed(Buffer.concat(chunks).toString("utf8")) }));
    });
    request.on("timeout", () => request.destroy(new Error("no answer"))).on("error", lost);
    request.end(bytes);
  });

/** What an answer says of a command: it is done, it surely is not, or nobody knows. */
export const outcomeOf = (status) => (status >= 200 && status < 300 ? "done" : status === 503 || (status >= 400 && status < 500) ? "not" : "unknown");

const versioned = (body) => ({ version: body?.version, phone: body?.phone });
const KEPT = { deposit: (body) => body, read: versioned, write: versioned };

/** Who asks, whatever token says so: a key is one user's, so that the same key of another is another request. */
const USER = randomUUID();

/** @param random decides what clients do */
export function createClients(system, random) {
  const history = [];
  let lost = 0;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const begun = performance.now();
  const now = () => performance.now() - begun;
  let token = { text: "", until: 0 };
  const authorization = () => {
    if (token.until < now()) token = { text: system.tokens.of(["admin"], USER, { iat: system.tokens.now() - TOKEN_AGE_S }), until: now() + TOKEN_MS };
    return `Bearer ${token.text}`;
  };

  /** @param about what the checker needs to know of it */
  const ask = async (what, method, path, { body, headers = {}, about = {} } = {}) => {
    const at = now();
    const answer = await sent(agent, system.url, method, path, { body, headers: { authorization: authorization(), ...headers } });
    const operation = { what, at, until: now(), status: answer.status, outcome: outcomeOf(answer.status), ...about, fault: answer.body?.fault, problem: answer.status >= 400 ? answer.body?.type : undefined, body: answer.body };
    // An hour of answers is more than need be kept: what the checker looks at.
    history.push({ ...operation, body: KEPT[what]?.(answer.body) });
    if (answer.status === 0) lost += 1;
    return operation;
  };
  return { ask, history, now, random, lost: () => lost, close: () => agent.destroy() };
}

const PRICE = { amount: "12.50", currency: "EUR" };
export const STOCK = 100_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What is there before anything fails; each of it must work. */
export async function prepare({ ask }) {
  const made = async (path, body) => {
    const { status, body: row } = await ask("prepare", "POST", path, { body });
    if (status !== 201) throw new Error(`POST ${path} gave ${status} ${JSON.stringify(row)}`);
    return row.id;
  };
  const several = async (count, make) => Promise.all(Array.from({ length: count }, (_, index) => make(index)));
  const products = await several(3, (index) => made("/v1/products", { sku: `stock-${index}`, name: "A mug", price: PRICE, stock: STOCK, tags: [] }));
  const customers = await several(2, (index) => made("/v1/customers", { name: `Customer ${index}`, email: `c${index}@example.com`, phone: "0" }));
  const accounts = await several(2, (index) => made("/v1/accounts", { name: `account ${index}`, balance: 0 }));
  return { products, customers, accounts };
}

/** New rows, each looked at as soon as it is there. */
const shelves = (clients) => async () => {
  const sku = randomUUID();
  const body = { sku, name: "A mug", price: PRICE, stock: 1, tags: [] };
  const { outcome, body: row } = await clients.ask("create product", "POST", "/v1/products", { body, about: { sku } });
  if (outcome === "done") await clients.ask("get product", "GET", `/v1/products/${row.id}`, { about: { id: row.id } });
};

/** Tries again until somebody knows: done before is answered with a refusal. */
const surely = async (clients, what, path, about) => {
  for (let again = 0; again < 4; again += 1) {
    const { outcome } = await clients.ask(what, "POST", path, { about });
    if (outcome === "done") return true;
    if (outcome === "unknown") return false;
    await pause(200);
  }
  return false;
};

const paymentOf = async ({ ask }, order) => {
  for (let again = 0; again < 10; again += 1) {
    const { body } = await ask("find payment", "GET", `/v1/payments?order=${order}`);
    if (body?.items?.[0] !== undefined) return body.items[0].id;
    await pause(200);
  }
  return null;
};

/** An order goes its way, or turns back. */
const buyers = (clients, { products, customers }) => async () => {
  const { ask, random } = clients;
  const quantity = random.whole(1, 3);
  const lines = [{ product: random.of(products), quantity, price: PRICE }];
  const total = { ...PRICE, amount: (12.5 * quantity).toFixed(2) };
  const note = randomUUID();
  const { outcome, body } = await ask("draft", "POST", "/v1/orders", { body: { customer: random.of(customers), lines, total, note }, about: { note } });
  if (outcome !== "done") return;
  const about = { order: body.id };
  const placed = await surely(clients, "place", `/v1/orders/${body.id}/place`, about);
  const way = random.next();
  if (way < 0.3) await surely(clients, "cancel", `/v1/orders/${body.id}/cancel`, about);
  if (way < 0.5 || !placed) return;
  const payment = await paymentOf(clients, body.id);
  if (payment !== null) await surely(clients, way < 0.85 ? "settle" : "fail", `/v1/payments/${payment}/${way < 0.85 ? "settle" : "fail"}`, { ...about, payment });
};

/** Money that comes in under a key: sent again until there is an answer, and now and then twice at once. */
const depositors = (clients, { accounts }) => async () => {
  const { ask, random } = clients;
  const key = randomUUID();
  const [account, amount] = [random.of(accounts), random.whole(1, 1_000)];
  const send = () => ask("deposit", "POST", "/v1/deposits", { body: { account, amount, memo: key }, headers: { "idempotency-key": key }, about: { key, account, amount } });
  if (random.next() < 0.2) await Promise.all([send(), send()]);
  for (let again = 0; again < 5; again += 1) {
    const { outcome } = await send();
    if (outcome === "done") return;
    await pause(200);
  }
};

/** One value that all change and read, each change on what was read. */
const registers = (clients, { customers }) => async () => {
  const { ask, random } = clients;
  const id = random.of(customers);
  const { outcome, body } = await ask("read", "GET", `/v1/customers/${id}`, { about: { id } });
  if (outcome !== "done" || random.next() < 0.4) return;
  const value = randomUUID().slice(0, 30);
  await ask("write", "PATCH", `/v1/customers/${id}`, { body: { phone: value }, headers: { "if-match": `"${body.version}"` }, about: { id, value, on: body.version } });
};

/** @returns how to end it; what is on its way is waited for */
export function startLoad(clients, things, pauseMs = 25) {
  const work = [shelves(clients), ...Array.from({ length: 3 }, () => buyers(clients, things)), ...Array.from({ length: 2 }, () => depositors(clients, things)), ...Array.from({ length: 3 }, () => registers(clients, things))];
  let going = true;
  const run = async (step) => {
    while (going) {
      const lost = clients.lost();
      await step();
      // Who is not there is not asked as fast as one can.
      await pause(clients.lost() > lost ? 4 * pauseMs : pauseMs);
    }
  };
  const all = Promise.all(work.map(run));
  return async () => {
    going = false;
    await all;
  };
}
