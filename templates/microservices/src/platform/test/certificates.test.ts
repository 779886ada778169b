import { generateKeyPairSync } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { makeCertificates } from "../dev/certificates.ts";
import { createServer } from "../http/server.ts";
import { defineContract, type Method } from "../kernel/contract.ts";
import { uncancelled } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { ok, type Result } from "../kernel/result.ts";
import { type Certificate, watchCertificate } from "../remote/certificate.ts";
import { remoteClient } from "../remote/client.ts";
import type { Identity } from "../remote/identity.ts";
import { admitUnits, createPeerAgent, forUnitsAlone, overTls } from "../remote/peers.ts";
import { answerCalls } from "../remote/server.ts";
import { createLog } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";

interface StockClient {
  readonly take: Method<object, object>;
}

const anything = { type: "object" };
const contract = defineContract<StockClient>({
  service: "stock",
  methods: {
    take: { kind: "command", idempotency: "none", timeoutMs: 5_000, input: anything, output: anything, errors: {} },
  },
  events: {},
});

const LOOK_EVERY_MS = 20;
/** A machine may be busy with something else. */
const PATIENCE = { timeout: 10_000 };
const UNITS = ["gateway", "till", "warehouse"];
const log = createLog("test", "silent");
const keys = new Map(["till", "warehouse"].map((unit) => [unit, generateKeyPairSync("ed25519")]));
const identityOf = (unit: string): Identity => ({
  unit,
  privateKey: keys.get(unit)?.privateKey ?? null,
  publicKeys: new Map([...keys].map(([name, { publicKey }]) => [name, [publicKey]])),
});

const folder = mkdtempSync(join(tmpdir(), "certificates-"));
const [ours, foreign] = [join(folder, "ours"), join(folder, "foreign")];
const watched: Certificate[] = [];
const agents: ReturnType<typeof createPeerAgent>[] = [];

const certificateOf = (unit: string, from = ours): Certificate => {
  const files = {
    certificate: join(from, `${unit}.crt`),
    key: join(from, `${unit}.key`),
    authority: join(from, "ca.crt"),
  };
  const certificate = watchCertificate(files, log, LOOK_EVERY_MS);
  watched.push(certificate);
  return certificate;
};

/** A server of the unit `warehouse`, and what it says of itself. */
const serve = async (certificate: Certificate) => {
  let taken = 0;
  const client: StockClient = {
    take: async () => {
      taken += 1;
      return ok({});
    },
  };
  const server = await createServer({
    routes: [],
    access: null,
    log,
    metrics: createMetrics(),
    tls: forUnitsAlone(certificate),
  });
  server.get("/v1/products", async () => ({}));
  server.get("/.well-known/jwks.json", async () => ({ keys: [] }));
  admitUnits(server, certificate);
  const mayCall = (): boolean => true;
  const services = [{ contract, client, routes: [], subscriptions: [] }];
  answerCalls(server, services, { identity: identityOf("warehouse"), mayCall }, log);
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  return { url, taken: () => taken, close: () => server.close() };
};

/** What the holder of a certificate sends to a unit with. */
const from = (certificate: Certificate, unit = "warehouse") => {
  const agent = createPeerAgent(unit, certificate);
  agents.push(agent);
  return overTls(agent);
};

const envelope = (): Envelope => ({
  user: null,
  service: "orders",
  tenant: null,
  requestId: "test",
  traceparent: "",
  deadline: performance.now() + 5_000,
  cancellation: uncancelled,
  idempotencyKey: null,
});

let warehouse: Awaited<ReturnType<typeof serve>>;

/** A call that `signer` signs, over a connection under this certificate. */
const take = (certificate: Certificate, signer = "till", unit = "warehouse"): Promise<Result<object>> =>
  remoteClient<StockClient>(contract, warehouse.url, identityOf(signer), from(certificate, unit)).take(envelope(), {});

beforeAll(async () => {
  await makeCertificates(ours, UNITS);
  await makeCertificates(foreign, UNITS);
  warehouse = await serve(certificateOf("warehouse"));
});

afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.destroy()));
});

afterAll(async () => {
  for (const certificate of watched) certificate.stop();
  await warehouse.close();
  rmSync(folder, { recursive: true });
});

test("a unit with its own certificate is answered, again and again", async () => {
  const till = certificateOf("till");
  expect(await take(till)).toEqual(ok({}));
  expect(await take(till)).toEqual(ok({}));
});

test("who shows no certificate gets no connection", async () => {
  const bare = { ...certificateOf("till").current(), cert: "", key: "" };
  const before = warehouse.taken();
  expect(await take({ current: () => bare, onRenewal: () => undefined, stop: () => undefined })).toMatchObject({
    ok: false,
  });
  await expect(fetch(new URL("/v1/products", warehouse.url.replace("https", "http")))).rejects.toThrow();
  expect(warehouse.taken()).toBe(before);
});

test("neither does who shows one of a foreign authority, on either side", async () => {
  const before = warehouse.taken();
  const strange = { ...certificateOf("till", foreign).current(), ca: certificateOf("till").current().ca };
  const stranger = { current: () => strange, onRenewal: () => undefined, stop: () => undefined };
  expect(await take(stranger)).toMatchObject({ ok: false });
  expect(await take(certificateOf("till", foreign))).toMatchObject({ ok: false });
  expect(warehouse.taken()).toBe(before);
});

test("a call that another unit signed is refused", async () => {
  const before = warehouse.taken();
  expect(await take(certificateOf("till"), "warehouse")).toMatchObject({
    ok: false,
    failure: { message: "The call was refused with 401." },
  });
  expect(warehouse.taken()).toBe(before);
});

test("a server that is another unit is told nothing", async () => {
  const before = warehouse.taken();
  expect(await take(certificateOf("till"), "till", "gateway")).toMatchObject({ ok: false });
  expect(warehouse.taken()).toBe(before);
});

test("routes are for the gateway, published keys for every unit", async () => {
  const ask = async (unit: string, path: string): Promise<number> =>
    (await from(certificateOf(unit))(warehouse.url, path, {})).status;
  expect(await ask("gateway", "/v1/products")).toBe(200);
  expect(await ask("till", "/v1/products")).toBe(403);
  expect(await ask("till", "/nothing")).toBe(403);
  expect(await ask("till", "/.well-known/jwks.json")).toBe(200);
});

test("a certificate that is written anew is taken without a restart, and half of one is not", async () => {
  const fresh = join(folder, "fresh");
  await makeCertificates(fresh, ["till"]);
  const till = certificateOf("till", fresh);
  expect(await take(till)).toMatchObject({ ok: false });
  const authority = join(fresh, "ca.crt");
  writeFileSync(join(fresh, "till.key"), "half");
  await new Promise((resolve) => setTimeout(resolve, 5 * LOOK_EVERY_MS));
  expect(await take(till)).toMatchObject({ ok: false });
  for (const name of ["till.crt", "till.key", "ca.crt"]) copyFileSync(join(ours, name), join(fresh, name));
  await expect.poll(() => till.current().ca, PATIENCE).toBe(readFileSync(authority, "utf8"));
  expect(await take(till)).toEqual(ok({}));

  // The other way round: the server follows, too.
  const moved = join(folder, "moved");
  await makeCertificates(moved, UNITS);
  const other = await serve(certificateOf("warehouse", moved));
  const ask = async (): Promise<number> =>
    (await from(certificateOf("gateway"))(other.url, "/v1/products", {}).catch(() => ({ status: 0 }))).status;
  expect(await ask()).toBe(0);
  for (const name of ["warehouse.crt", "warehouse.key", "ca.crt"]) copyFileSync(join(ours, name), join(moved, name));
  await expect.poll(ask, PATIENCE).toBe(200);
  await other.close();
});
