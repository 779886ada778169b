import { createHmac } from "node:crypto";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mustRun } from "./support/command.ts";
import { install, newFromSpec, type Project } from "./support/project.ts";
import { has, type Server, startRedis } from "./support/servers.ts";
import { endAll, migrate, type Postgres, startPostgres, type UnitProcess, unitProcess } from "./support/units.ts";
import { eventually, freePorts } from "./support/wait.ts";

const spec = `keybeam: 1
name: till
topology: modular-monolith
services:
  payments:
    entities:
      Payment:
        fields: { amount: money, state: enum(open | settled | booked) = open }
        transitions: { state: { settle: open -> settled, book: settled -> booked } }
    api: { resources: { Payment: [list, get, create] } }
    operations: { settle: { uses: [bank.charge] } }
    events: { ChargeBooked: { fields: { payment: uuid } } }
    calls: { bank: { operations: [charge], undo: { charge: refund }, timeout: 1s } }
    reacts: { payments.ChargeBooked: book }
cache: { store: redis, entries: { payments.Payment.list: { for: 5m, clearedBy: [payments.ChargeBooked] } } }
integrations:
  bank:
    baseUrl: https://bank.example/v1
    auth: { bearer: BANK_TOKEN }
    operations:
      charge: { http: POST /charges, idempotency: key, input: { amount: money }, output: { receipt: string }, errors: { Overdrawn: 402 } }
      refund: { http: POST /refunds, idempotency: key, input: { amount: money } }
    retries: 1
    webhooks: { secret: BANK_SECRET, events: { charge.booked: payments.ChargeBooked } }
auth: { model: none }
`;

const SECRET = "a-secret-of-the-bank-and-ours";

/** The bank: what it was asked, and what it answers next in place of a receipt. */
const asked: { readonly path: string; readonly token: string; readonly key: string; readonly body: string }[] = [];
const next: (number | "nothing")[] = [];

const bank: HttpServer = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const { authorization = "", "idempotency-key": key } = request.headers;
  asked.push({ path: request.url ?? "", token: authorization, key: String(key), body });
  const answer = next.shift() ?? 200;
  if (answer !== "nothing") response.writeHead(answer, { "content-type": "application/json" }).end('{"receipt":"r1","more":1}');
});

describe.runIf(has("redis-server"))("two instances with a bank and a Redis", () => {
  let project: Project;
  let postgres: Postgres;
  let redis: Server;
  let instances: readonly [UnitProcess, UnitProcess];

  const call = (instance: UnitProcess, path: string, body?: object) =>
    fetch(`http://127.0.0.1:${instance.port}${path}`, body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const opened = async (): Promise<string> => {
    const made = await call(instances[0], "/v1/payments", { amount: { amount: "5.00", currency: "EUR" } });
    return ((await made.json()) as { id: string }).id;
  };
  const stateOf = async (id: string): Promise<string> => ((await (await call(instances[1], `/v1/payments/${id}`)).json()) as { state: string }).state;
  const listed = async (instance: UnitProcess): Promise<string> => (await call(instance, "/v1/payments?state=settled")).text();
  const settled = async (id: string): Promise<number> => (await fetch(`http://127.0.0.1:${instances[0].port}/v1/payments/${id}/settle`, { method: "POST" })).status;
  const told = async (instance: UnitProcess, message: object, id: string, secret = SECRET): Promise<number> => {
    const [time, body] = [String(Math.floor(Date.now() / 1_000)), JSON.stringify(message)];
    const signature = createHmac("sha256", secret).update(`${id}.${time}.${body}`).digest("base64");
    const headers = { "content-type": "application/json", "webhook-id": id, "webhook-timestamp": time, "webhook-signature": `v1,${signature}` };
    return (await fetch(`http://127.0.0.1:${instance.port}/webhooks/bank`, { method: "POST", headers, body })).status;
  };

  beforeAll(async () => {
    project = newFromSpec(spec);
    install(project);
    mustRun("npm", ["run", "build"], { cwd: project.folder });
    [postgres, redis] = await Promise.all([startPostgres(project.folder), startRedis()]);
    await new Promise<void>((resolve) => bank.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(bank.address() as AddressInfo).port}/v1`;
    const env = { NODE_ENV: "development", DATABASE_URL: postgres.url, CACHE_URL: redis.url, BANK_URL: address, BANK_TOKEN: "t0ken", BANK_SECRET: SECRET };
    migrate(project.folder, env);
    const port = await freePorts(4);
    instances = [unitProcess(project.folder, "till", port, port + 1, env), unitProcess(project.folder, "till", port + 2, port + 3, env)];
    await Promise.all(instances.map((one) => one.start()));
  });

  afterAll(async () => {
    endAll();
    bank.closeAllConnections();
    bank.close();
    await redis?.stop();
    await postgres?.stop();
    project?.remove();
  });

  test("a charge goes out under one key however often it is tried, and what the bank says is what the client hears", async () => {
    const id = await opened();
    next.push(503);
    expect(await settled(id)).toBe(200);
    expect(asked).toHaveLength(2);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
    expect(asked[0]).toMatchObject({ path: "/v1/charges", token: "Bearer t0ken", body: '{"amount":{"amount":"5.00","currency":"EUR"}}' });
    const other = await opened();
    next.push(402);
    expect(await settled(other)).toBe(402);
    expect(await stateOf(other)).toBe("open");
  });

  test("a bank that does not answer is not waited for, and a charge of which nobody knows is taken back", async () => {
    const id = await opened();
    asked.length = 0;
    next.push("nothing", "nothing");
    const before = performance.now();
    expect(await settled(id)).toBeGreaterThanOrEqual(500);
    expect(performance.now() - before).toBeLessThan(4_000);
    expect(await stateOf(id)).toBe("open");
    await eventually("the charge is taken back", async () => asked.some(({ path }) => path === "/v1/refunds"));
  });

  test("a signed message becomes an effect, once, whichever instance it comes to; an unsigned one does nothing; and all caches are cleared", async () => {
    const id = await opened();
    expect(await settled(id)).toBe(200);
    // The first to ask finds no cache; of what it kept both answer.
    await listed(instances[0]);
    expect(await listed(instances[0])).toContain(id);
    expect(await listed(instances[1])).toContain(id);
    const message = { type: "charge.booked", data: { payment: id } };
    expect(await told(instances[0], message, "m1", "another-secret-of-somebody")).toBe(401);
    const answers = await Promise.all([told(instances[0], message, "m1"), told(instances[1], message, "m1"), told(instances[1], message, "m1")]);
    expect(answers).toEqual([204, 204, 204]);
    expect(await told(instances[0], { ...message, data: { payment: crypto.randomUUID() } }, "m1")).toBe(409);
    await eventually("it is booked", async () => (await stateOf(id)) === "booked");
    await eventually("no instance shows it as settled", async () => !(await Promise.all(instances.map(listed))).some((text) => text.includes(id)));
  });

  test("without Redis everything is answered, and told as degraded", async () => {
    await redis.kill();
    const id = await opened();
    expect(await settled(id)).toBe(200);
    expect(await listed(instances[1])).toContain(id);
    const ready = await fetch(`http://127.0.0.1:${instances[1].adminPort}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: "degraded", unavailable: ["cache"] }]);
  });
});
