import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";

/** Brings its own archive for Java, 85 MB. */
export const packages = ["specmatic@2.55.1"];

const NO_ZERO_BELOW = "(?!-0(?:\\.0+)?$)-?";

const isText = (schema) => [schema.type].flat().includes("string");

/** The same schema, narrowed to what the tool can make up: it knows neither patterns that look ahead nor that a body has a limit as a whole. */
function makeable(value) {
  if (Array.isArray(value)) return value.map(makeable);
  if (typeof value !== "object" || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, makeable(inner)]));
  if (isText(schema)) {
    if (schema.pattern === "^[^\\u0000]*$" || ["uuid", "date", "date-time"].includes(schema.format)) delete schema.pattern;
    if (["uuid", "date", "date-time"].includes(schema.format)) delete schema.maxLength;
    // An amount below zero is not made up.
    if (schema.pattern?.includes(NO_ZERO_BELOW)) schema.pattern = schema.pattern.replace(NO_ZERO_BELOW, "").replaceAll("(?:", "(").replaceAll("\\.", "[.]");
    if (schema.maxLength > 500) schema.maxLength = 500;
  }
  if ([schema.type].flat().includes("array") && schema.maxItems > 5) schema.maxItems = 5;
  return schema;
}

/** Texts of requests long enough that two of them are not the same by chance. */
function distinct(value) {
  if (Array.isArray(value)) return value.map(distinct);
  if (typeof value !== "object" || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, distinct(inner)]));
  return isText(schema) && schema.enum === undefined && schema.pattern === undefined && schema.format === undefined && schema.maxLength >= 12 ? { ...schema, minLength: 12 } : schema;
}

const one = (id) => ({ type: "string", enum: [id] });

/** What can be asked for rightly without knowing what was answered before: reading, making, working out; of rows that there are. */
function askable(document, ids) {
  const paths = Object.entries(document.paths).flatMap(([path, { get, post }]) => {
    if (path.startsWith("/auth") || /\}\//.test(path)) return [];
    const named = path.split("/")[2];
    const operations = Object.entries({ get, post }).filter(([, operation]) => operation !== undefined);
    const known = ({ parameters, requestBody, ...operation }) => ({
      ...operation,
      parameters: parameters.filter(({ name }) => name !== "cursor").map((parameter) => (parameter.name === "id" ? { ...parameter, schema: one(ids[named]) } : parameter)),
      ...(requestBody === undefined ? {} : { requestBody: distinct(linked(requestBody, ids)) }),
    });
    return [[path, Object.fromEntries(operations.map(([method, operation]) => [method, known(operation)]))]];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

/** Names of other rows are those of rows that there are. */
function linked(value, ids) {
  if (Array.isArray(value)) return value.map((inner) => linked(inner, ids));
  if (typeof value !== "object" || value === null) return value;
  const links = { product: one(ids.products), category: one(ids.categories), tags: { type: "array", maxItems: 1, items: one(ids.tags) } };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === "properties" ? linked({ ...inner, ...Object.fromEntries(Object.entries(links).filter(([name]) => name in inner)) }, ids) : linked(inner, ids)]));
}

/** A shop with something of everything in it: an id of each, by its path. */
async function filled(url, token) {
  const ask = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) };
    const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`), { status: answer.status });
    return answer.json();
  };
  const price = { amount: "12.50", currency: "EUR" };
  const { id: categories } = await ask("POST", "/v1/categories", { name: "cups" });
  const { id: tags } = await ask("POST", "/v1/tags", { label: "new" });
  const { id: customers } = await ask("POST", "/v1/customers", { name: "Alice", email: "alice@example.com" });
  const { id: products } = await ask("POST", "/v1/products", { sku: "mug", name: "A mug", price, stock: 5, category: categories, tags: [tags] });
  const orders = await placed(ask, { customer: customers, lines: [{ product: products, quantity: 1, price }], total: price });
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const [payment] = (await ask("GET", `/v1/payments?order=${orders}`)).items;
    if (payment !== undefined) return { categories, tags, customers, products, orders, payments: payment.id };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no payment was opened");
}

/** An order that is known to be placed: on a machine that is busy with something else the answer may come too late. */
async function placed(ask, order) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { id } = await ask("POST", "/v1/orders", order);
    try {
      await ask("POST", `/v1/orders/${id}/place`);
      return id;
    } catch (error) {
      if (error.status !== 504) throw error;
    }
  }
  throw new Error("no order was placed in time");
}

/** What stands between and answers one request in another way. */
async function spoiling(url, spoil) {
  const proxy = createServer((incoming, outgoing) => {
    const onward = request(new URL(incoming.url, url), { method: incoming.method, headers: incoming.headers }, async (answer) => {
      const body = Buffer.concat(await answer.toArray());
      const { status, text } = spoil({ method: incoming.method, path: incoming.url, status: answer.statusCode, text: body.toString("utf8") });
      const { "content-length": _, ...headers } = answer.headers;
      outgoing.writeHead(status, headers).end(text);
    });
    incoming.pipe(onward);
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return { url: `http://127.0.0.1:${proxy.address().port}`, close: () => proxy.close() };
}

/** Another program, so that what stands between can answer meanwhile. */
async function tested(folder, { url, token, document, filter, combinations }) {
  const at = join(folder, "contract");
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, "openapi.json"), JSON.stringify(document));
  const env = { ...process.env, bearer: token, SPECMATIC_GENERATIVE_TESTS: "true", MAX_TEST_REQUEST_COMBINATIONS: String(combinations) };
  const child = spawn(join(folder, "node_modules/.bin/specmatic"), ["test", "openapi.json", `--filter=${filter}`, `--testBaseURL=${url}`], { cwd: at, env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { said += data; });
  await once(child, "close");
  const [, run, failures, errors] = /Tests run: (\d+), Successes: \d+, Failures: (\d+), WIP: \d+, Errors: (\d+)/.exec(said) ?? [];
  if (run === undefined || Number(run) === 0) throw new Error(`Specmatic did not run: ${said.slice(-3_000)}`);
  return { run: Number(run), failed: Number(failures) + Number(errors), said };
}

const whatFailed = (said) => [...new Set(said.match(/(?:API: .*|Specification expected .*|"pointer": .*|"detail": .*)/g))].slice(0, 40).join("\n");

/** Requests made up from the description, right ones and wrong ones; undefined, or why it could not run. */
export async function verify(folder, { url, token, openapi }) {
  if (spawnSync("java", ["-version"]).error !== undefined) return "Specmatic: no Java (17 or later) is installed";
  const document = makeable(JSON.parse(openapi));
  const askings = askable(document, await filled(url, token));
  const right = { token, document: askings, filter: "STATUS<'300'", combinations: 3 };
  const wrong = { token, document, filter: "STATUS>'399'", combinations: 3 };
  const narrow = (part) => ({ ...part, document: { ...part.document, paths: { "/v1/tags": part.document.paths["/v1/tags"] } }, combinations: 1 });
  const twins = {
    "a wrong request that ends in 500": [narrow(wrong), (answer) => (answer.status === 422 ? { ...answer, status: 500 } : answer)],
    "a wrong request that is taken": [narrow(wrong), (answer) => (answer.status === 422 ? { status: 201, text: "{}" } : answer)],
    "an answer that lacks a field": [narrow(right), (answer) => ({ ...answer, text: answer.text.replaceAll('"label":', '"name":') })],
    "an id that is a number": [narrow(right), (answer) => ({ ...answer, text: answer.text.replaceAll(/"id":"[^"]*"/g, '"id":7') })],
  };
  for (const [fault, [part, spoil]] of Object.entries(twins)) {
    const between = await spoiling(url, spoil);
    const { failed } = await tested(folder, { ...part, url: between.url });
    between.close();
    if (failed === 0) throw new Error(`Specmatic: the bad twin "${fault}" was not refused`);
  }
  for (const [name, part] of Object.entries({ right, wrong })) {
    const { run, failed, said } = await tested(folder, { ...part, url });
    if (failed > 0) throw new Error(`Specmatic: ${failed} of ${run} ${name} requests failed\n${whatFailed(said)}`);
    process.stdout.write(`Specmatic: ${run} ${name} requests, 0 failures\n`);
  }
  process.stdout.write(`Specmatic: ${Object.keys(twins).length} bad twins refused\n`);
  return undefined;
}
