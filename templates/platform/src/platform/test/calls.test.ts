import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createServer } from "../http/server.ts";
import { defineContract, type Method } from "../kernel/contract.ts";
import { ok } from "../kernel/result.ts";
import { type Identity, privateKeyFrom, publicKeysFrom } from "../remote/identity.ts";
import { answerCalls } from "../remote/server.ts";
import { type Caller, createReader, createSigner } from "../remote/token.ts";
import { callPath } from "../remote/wire.ts";
import { createLog } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";

const [till, warehouse] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
const publicKeys: Identity["publicKeys"] = new Map([
  ["till", [till.publicKey]],
  ["warehouse", [warehouse.publicKey]],
]);

/** A token as that unit would sign it. */
const signed = (service: string, callee: string, unit = "till", privateKey: KeyObject = till.privateKey): string =>
  createSigner({ unit, privateKey, publicKeys })(service, callee);

interface StockClient {
  readonly take: Method<Readonly<Record<string, never>>, Readonly<Record<string, never>>>;
}

const anything = { type: "object" };
const contract = defineContract<StockClient>({
  service: "stock",
  methods: {
    take: { kind: "command", idempotency: "none", timeoutMs: 5_000, input: anything, output: anything, errors: {} },
  },
  events: {},
});

let taken = 0;
const client: StockClient = {
  take: async () => {
    taken += 1;
    return ok({});
  },
};
const log = createLog("test", "silent");
const server = await createServer({ routes: [], access: null, log, metrics: createMetrics() });
const mayCall = ({ unit, service }: Caller, method: string): boolean =>
  `${unit} ${service} ${method}` === "till orders stock.take";
const identity: Identity = { unit: "warehouse", privateKey: warehouse.privateKey, publicKeys };
answerCalls(server, [{ contract, client, routes: [], subscriptions: [] }], { identity, mayCall }, log);
let url = "";

beforeAll(async () => {
  url = await server.listen({ host: "127.0.0.1", port: 0 });
});

afterAll(() => server.close());

/** The status of a call under this token, and how often the method ran for it. */
const take = async (token: string | null): Promise<readonly [status: number, ran: number]> => {
  const before = taken;
  const context = { timeLeftMs: 5_000, user: null, tenant: null, requestId: "test", traceparent: "" };
  const { status } = await fetch(new URL(callPath("stock", "take"), url), {
    method: "POST",
    headers: { "content-type": "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ ...context, idempotencyKey: null, input: {} }),
  });
  return [status, taken - before];
};

/** Signed so long ago. */
const signedBefore = (ms: number): string => {
  const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() - ms);
  const token = signed("orders", "stock");
  clock.mockRestore();
  return token;
};

/** The claims of one caller under the signature of another. */
const borrowed = (): string => {
  const [header, claims] = signed("orders", "stock").split(".");
  return [header, claims, signed("payments", "stock").split(".")[2]].join(".");
};

/** The same token with another algorithm in its header. */
const under = (alg: string): string => {
  const [header = "", claims, signature] = signed("orders", "stock").split(".");
  const changed = { ...JSON.parse(Buffer.from(header, "base64url").toString()), alg };
  return [Buffer.from(JSON.stringify(changed)).toString("base64url"), claims, signature].join(".");
};

test("a service that may call is answered, again and again", async () => {
  expect(await take(signed("orders", "stock"))).toEqual([200, 1]);
  expect(await take(signed("orders", "stock"))).toEqual([200, 1]);
});

test.each([
  ["without a token", null],
  ["signed by another unit", signed("orders", "stock", "till", warehouse.privateKey)],
  ["signed by nobody we know", signed("orders", "stock", "stranger", generateKeyPairSync("ed25519").privateKey)],
  ["with a token for another service", signed("orders", "catalog")],
  ["with a token that is out", signedBefore(120_000)],
  ["with a token from the future", signedBefore(-120_000)],
  ["with another's signature", borrowed()],
  ["with the algorithm none", under("none")],
  ["with the algorithm HS256", under("HS256")],
  ["with half a token", signed("orders", "stock").slice(0, -1)],
])("a call %s is refused", async (_name, token) => {
  expect(await take(token)).toEqual([401, 0]);
});

test("a service that does not say that it calls the method is refused, and a unit that speaks for another's", async () => {
  expect(await take(signed("payments", "stock"))).toEqual([403, 0]);
  expect(await take(signed("orders", "stock", "warehouse", warehouse.privateKey))).toEqual([403, 0]);
});

test("a token that was verified once is not good for longer than it says", () => {
  const read = createReader(identity);
  const token = `Bearer ${signed("orders", "stock")}`;
  expect(read(token, "stock")).toEqual({ unit: "till", service: "orders" });
  expect(read(token, "catalog")).toBeNull();
  const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 120_000);
  expect(read(token, "stock")).toBeNull();
  clock.mockRestore();
});

test("keys are read as they are printed, two of one unit while it changes them", () => {
  const printed = (key: KeyObject, type: "pkcs8" | "spki"): string =>
    key.export({ format: "der", type }).toString("base64");
  const read = privateKeyFrom(printed(till.privateKey, "pkcs8"));
  expect(read?.equals(createPrivateKey(till.privateKey.export({ format: "pem", type: "pkcs8" })))).toBe(true);
  const keys = publicKeysFrom(`till=${printed(till.publicKey, "spki")},till=${printed(warehouse.publicKey, "spki")}`);
  expect(keys?.get("till")?.map((key) => key.equals(createPublicKey(till.privateKey)))).toEqual([true, false]);
  expect(publicKeysFrom("till=nonsense")).toBeNull();
  expect(privateKeyFrom(printed(till.publicKey, "spki"))).toBeNull();
});
