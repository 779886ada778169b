import { describe, expect, it, vi } from "vitest";
import { type CallPolicy, called } from "../../templates/platform/src/platform/kernel/call.ts";
import { localClient } from "../../templates/platform/src/platform/kernel/client.ts";
import { type Contract, defineContract, type Method } from "../../templates/platform/src/platform/kernel/contract.ts";
import { beforeDeadline, uncancelled } from "../../templates/platform/src/platform/kernel/deadline.ts";
import { type Envelope, keyed, timeLeft } from "../../templates/platform/src/platform/kernel/envelope.ts";
import { UnavailableError } from "../../templates/platform/src/platform/kernel/faults.ts";
import { memoryWorld } from "../../templates/platform/src/platform/kernel/memory.ts";
import { type CommonFailure, fail, failDomain, ok, type Result } from "../../templates/platform/src/platform/kernel/result.ts";
import { runSaga } from "../../templates/platform/src/platform/kernel/saga.ts";

interface Stock {
  readonly sku: string;
  readonly left: number;
}

interface StockClient {
  readonly look: Method<{ sku: string }, Stock>;
  readonly take: Method<{ sku: string; count: number }, Stock>;
  readonly count: Method<{ sku: string }, Stock>;
}

const answer = { type: "object", properties: { sku: { type: "string" }, left: { type: "integer" } }, required: ["sku", "left"], additionalProperties: false };
const bySku = { type: "object", properties: { sku: { type: "string" } }, required: ["sku"], additionalProperties: false };
const contract: Contract<StockClient> = defineContract<StockClient>({
  service: "stock",
  methods: {
    look: { kind: "query", idempotency: "natural", timeoutMs: 50, input: bySku, output: answer, errors: {} },
    take: {
      kind: "command",
      idempotency: "key",
      timeoutMs: 50,
      input: { ...bySku, properties: { sku: { type: "string" }, count: { type: "integer", minimum: 1 } }, required: ["sku", "count"] },
      output: answer,
      errors: { OutOfStock: 409 },
    },
    count: { kind: "command", idempotency: "none", timeoutMs: 50, input: bySku, output: answer, errors: {} },
  },
  events: {},
});

const envelope = (timeoutMs = 1_000): Envelope => ({
  user: null,
  service: null,
  tenant: null,
  requestId: "request",
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  deadline: performance.now() + timeoutMs,
  cancellation: uncancelled,
  idempotencyKey: null,
});

const never = (): Promise<never> => new Promise(() => {});
const plain: StockClient = {
  look: async (_, { sku }) => ok({ sku, left: 3 }),
  take: async (_, { sku, count }) => ok({ sku, left: 3 - count }),
  count: async (_, { sku }) => ok({ sku, left: 3 }),
};
const local = (over: Partial<StockClient>, onFault: (error: unknown) => void = () => {}): StockClient =>
  localClient(contract, () => ({ ...plain, ...over }), onFault);

const codeOf = (result: Result<unknown>): string => (result.ok ? "ok" : result.failure.code);

describe("the binding within one process", () => {
  it("hands over copies, so that a change on one side is not seen on the other", async () => {
    const held = { sku: "a", left: 3 };
    const client = local({ look: async () => ok(held) });
    const first = await client.look(envelope(), { sku: "a" });
    held.left = 0;
    expect(first).toEqual(ok({ sku: "a", left: 3 }));
  });

  it("refuses an input that the contract does not allow, and says where", async () => {
    const result = await local({}).take(keyed(envelope(), "k"), { sku: "a", count: 0 });
    expect(result).toMatchObject({ ok: false, failure: { code: "invalid", violations: [{ pointer: "/count" }] } });
  });

  it("takes an answer that breaks the contract for the callee's fault", async () => {
    const broken = JSON.parse('{"sku":"a","left":"3"}');
    expect(codeOf(await local({ look: async () => ok(broken) }).look(envelope(), { sku: "a" }))).toBe("internal");
  });

  it("answers timedOut for a slow query and outcomeUnknown for a slow command", async () => {
    expect(codeOf(await local({ look: never }).look(envelope(), { sku: "a" }))).toBe("timedOut");
    expect(codeOf(await local({ count: never }).count(envelope(), { sku: "a" }))).toBe("outcomeUnknown");
  });

  it("does not begin what is late already", async () => {
    let begun = false;
    const client = local({
      count: async (_, { sku }) => {
        begun = true;
        return ok({ sku, left: 0 });
      },
    });
    expect(codeOf(await client.count(envelope(-1), { sku: "a" }))).toBe("timedOut");
    expect(begun).toBe(false);
  });

  it("aborts the callee's signal at the deadline", async () => {
    let seen: AbortSignal | undefined;
    await local({
      look: (inner) => {
        seen = inner.cancellation.signal();
        return never();
      },
    }).look(envelope(), { sku: "a" });
    expect(seen?.aborted).toBe(true);
  });

  it("tells the callee that its caller has gone, whenever it asks", async () => {
    const gone = new AbortController();
    const cancellation = { requested: () => gone.signal.aborted, signal: () => gone.signal };
    const told: boolean[] = [];
    await local({
      look: async ({ cancellation: inner }, { sku }) => {
        const before = inner.signal();
        gone.abort();
        told.push(before.aborted, inner.requested(), inner.signal().aborted);
        return ok({ sku, left: 0 });
      },
    }).look({ ...envelope(), cancellation }, { sku: "a" });
    expect(told).toEqual([true, true, true]);
    expect(codeOf(await local({}).look({ ...envelope(), cancellation }, { sku: "a" }))).toBe("timedOut");
  });

  it("demands a key where the contract does, and carries it", async () => {
    expect(codeOf(await local({}).take(envelope(), { sku: "a", count: 1 }))).toBe("invalid");
    let key: string | null = null;
    await local({
      take: async (inner, { sku }) => {
        key = inner.idempotencyKey;
        return ok({ sku, left: 0 });
      },
    }).take(keyed(envelope(), "order-1"), { sku: "a", count: 1 });
    expect(key).toBe("order-1");
  });

  it("turns what is thrown into a failure and reports it", async () => {
    const faults: unknown[] = [];
    const client = local(
      {
        look: async () => {
          throw new UnavailableError("no database");
        },
        count: async () => {
          throw new Error("a bug");
        },
      },
      (error) => faults.push(error),
    );
    expect(codeOf(await client.look(envelope(), { sku: "a" }))).toBe("unavailable");
    expect(await client.count(envelope(), { sku: "a" })).toEqual(fail("internal", "Something went wrong; the log says what."));
    expect(faults).toHaveLength(2);
  });

  it("lets a domain failure through as it is", async () => {
    const client = local({ take: async () => failDomain("OutOfStock", "none left") });
    expect(await client.take(keyed(envelope(), "k"), { sku: "a", count: 1 })).toEqual(failDomain("OutOfStock", "none left"));
  });

  it("links lazily, so that two services may be made one after the other", async () => {
    let late: StockClient | undefined;
    const client = localClient(contract, () => late ?? local({}), () => {});
    late = local({ look: async (_, { sku }) => ok({ sku, left: 9 }) });
    expect(await client.look(envelope(), { sku: "a" })).toEqual(ok({ sku: "a", left: 9 }));
  });
});

describe("calling under a policy", () => {
  const failing = (times: number, code: "unavailable" | "conflict"): { client: StockClient; tries: () => number } => {
    let tries = 0;
    const once = async (_: Envelope, { sku }: { sku: string }): Promise<Result<Stock>> => {
      tries += 1;
      return tries <= times ? fail(code, "not now") : ok({ sku, left: 1 });
    };
    return { client: local({ look: once, take: once, count: once }), tries: () => tries };
  };
  const said: string[] = [];
  const say = (message: string): void => void said.push(message);
  const policy: CallPolicy = { caller: "orders", timeoutMs: null, retries: 2, log: { info: say, warn: say, error: say } };

  it("tries again what is safe to try again", async () => {
    const { client, tries } = failing(2, "unavailable");
    expect(codeOf(await called(contract, client, policy).look(envelope(), { sku: "a" }))).toBe("ok");
    expect(tries()).toBe(3);
  });

  it("never tries a command again that is not idempotent", async () => {
    const { client, tries } = failing(2, "unavailable");
    expect(codeOf(await called(contract, client, policy).count(envelope(), { sku: "a" }))).toBe("unavailable");
    expect(tries()).toBe(1);
  });

  it("takes a refusal for an answer", async () => {
    const { client, tries } = failing(2, "conflict");
    expect(codeOf(await called(contract, client, policy).look(envelope(), { sku: "a" }))).toBe("conflict");
    expect(tries()).toBe(1);
  });

  it("says that nobody knows once a try was unsure, unless a later one is done or fails as the contract says", async () => {
    const ends = async (...codes: readonly string[]): Promise<string> => {
      const results = codes.map((code) => (code === "ok" ? ok({ sku: "a", left: 1 }) : failDomain(code, code)));
      const take = async (): Promise<Result<Stock>> => results.shift() ?? fail("internal", "one try too many");
      return codeOf(await called(contract, local({ take }), policy).take(keyed(envelope(), "k"), { sku: "a", count: 1 }));
    };
    expect(await ends("outcomeUnknown", "conflict")).toBe("outcomeUnknown");
    expect(await ends("outcomeUnknown", "unavailable", "conflict")).toBe("outcomeUnknown");
    expect(await ends("outcomeUnknown", "unavailable", "unavailable")).toBe("outcomeUnknown");
    expect(await ends("outcomeUnknown", "ok")).toBe("ok");
    expect(await ends("outcomeUnknown", "OutOfStock")).toBe("OutOfStock");
    expect(await ends("unavailable", "conflict")).toBe("conflict");
  });

  it("lets a saga undo a step whose answer was lost and whose own retry is refused", async () => {
    const codes: CommonFailure[] = ["outcomeUnknown", "conflict"];
    const { take } = called(contract, local({ take: async () => fail(codes.shift() ?? "internal", "no") }), policy);
    let undone = 0;
    const undo = async (): Promise<Result<unknown>> => {
      undone += 1;
      return ok({});
    };
    const step = { name: "stock.take", run: (own: Envelope) => take(own, { sku: "a", count: 1 }), undo };
    const end = { write: async () => ok("written"), stands: async () => false };
    expect(codeOf(await runSaga(memoryWorld(), envelope(), [step], end))).toBe("outcomeUnknown");
    expect(undone).toBe(1);
  });

  it("names the caller and keeps the smaller deadline", async () => {
    let inner: Envelope | undefined;
    const client = local({
      look: async (seen, { sku }) => {
        inner = seen;
        return ok({ sku, left: 1 });
      },
    });
    await called(contract, client, { ...policy, timeoutMs: 20 }).look(envelope(), { sku: "a" });
    expect(inner?.service).toBe("orders");
    expect(inner === undefined ? Number.NaN : timeLeft(inner)).toBeLessThanOrEqual(20);
  });

  it("leaves no timer behind where work throws at once", async () => {
    vi.useFakeTimers();
    const work = (): never => {
      throw new Error("at once");
    };
    await expect(beforeDeadline({ kind: "query", timeoutMs: 5_000 }, envelope(), work)).rejects.toThrow("at once");
    const left = vi.getTimerCount();
    vi.useRealTimers();
    expect(left).toBe(0);
  });

  it("makes fewer retries than a tenth of the calls while a callee is down", async () => {
    const { client, tries } = failing(Number.POSITIVE_INFINITY, "unavailable");
    const patient = called(contract, client, policy);
    for (let call = 0; call < 20; call += 1) await patient.look(envelope(), { sku: "a" });
    expect(tries()).toBe(20 + 10);
  });

  it("earns retries back by calls that succeed", async () => {
    let [down, tries] = [true, 0];
    const client = local({
      look: async (_, { sku }) => {
        tries += 1;
        return down ? fail("unavailable", "not now") : ok({ sku, left: 1 });
      },
    });
    const patient = called(contract, client, { ...policy, retries: 1 });
    const look = async (times: number): Promise<number> => {
      tries = 0;
      for (let call = 0; call < times; call += 1) await patient.look(envelope(), { sku: "a" });
      return tries;
    };
    expect([await look(10), await look(1)]).toEqual([20, 1]);
    down = false;
    expect(await look(10)).toBe(10);
    down = true;
    expect([await look(1), await look(1)]).toEqual([2, 1]);
  });

  it("refuses what would be one too many at once, and nothing after", async () => {
    const release: (() => void)[] = [];
    const held = local({ count: (_, { sku }) => new Promise((resolve) => release.push(() => resolve(ok({ sku, left: 1 })))) });
    const crowd = called({ ...contract, methods: { ...contract.methods, count: { ...contract.methods.count, timeoutMs: 5_000 } } }, held, policy);
    const waiting = Array.from({ length: 100 }, () => crowd.count(envelope(5_000), { sku: "a" }));
    expect(codeOf(await crowd.count(envelope(), { sku: "a" }))).toBe("unavailable");
    for (const open of release) open();
    await Promise.all(waiting);
    const next = crowd.count(envelope(), { sku: "a" });
    release.at(-1)?.();
    expect(codeOf(await next)).toBe("ok");
  });

  describe("with a breaker", () => {
    const breaker = { errors: 0.5, openMs: 40 };

    it("is held back after many failures, probed once after a while, and made again when that succeeds", async () => {
      const { client, tries } = failing(11, "unavailable");
      const held: string[] = [];
      const onBreaker = (callee: string, open: boolean): void => void held.push(`${callee} ${open}`);
      const guarded = called(contract, client, { ...policy, retries: 0, breaker, onBreaker });
      const look = async (): Promise<string> => codeOf(await guarded.look(envelope(), { sku: "a" }));
      for (let call = 0; call < 30; call += 1) expect(await look()).toBe("unavailable");
      expect(tries()).toBe(10);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await Promise.all([look(), look()])).toEqual(["unavailable", "unavailable"]);
      expect(tries()).toBe(11);
      expect(await look()).toBe("unavailable");
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect([await look(), await look()]).toEqual(["ok", "ok"]);
      expect(said).toEqual(["calls are held back", "calls are made again"]);
      expect(held).toEqual(["stock true", "stock false"]);
    });

    it("takes a refusal for a good answer", async () => {
      const { client, tries } = failing(30, "conflict");
      const guarded = called(contract, client, { ...policy, breaker });
      for (let call = 0; call < 30; call += 1) await guarded.look(envelope(), { sku: "a" });
      expect(tries()).toBe(30);
    });
  });

  describe("with a fallback", () => {
    const as = (id: string): Envelope => ({ ...envelope(), user: { id, roles: [] } });

    it("answers a query with the last answer that the same asker got, as a copy", async () => {
      let away = false;
      const client = local({ look: async (_, { sku }) => (away ? fail("unavailable", "away") : ok({ sku, left: 3 })) });
      const cached = called(contract, client, { ...policy, fallback: { kind: "cached" } });
      const first = await cached.look(as("alice"), { sku: "a" });
      away = true;
      const again = await cached.look(as("alice"), { sku: "a" });
      expect(again).toEqual(first);
      expect(again.ok && first.ok && again.value !== first.value).toBe(true);
      expect(codeOf(await cached.look(as("bob"), { sku: "a" }))).toBe("unavailable");
      expect(codeOf(await cached.look(as("alice"), { sku: "b" }))).toBe("unavailable");
    });

    it("answers a query with the value of the spec, and never a command", async () => {
      const { client } = failing(Number.POSITIVE_INFINITY, "unavailable");
      const fixed = called(contract, client, { ...policy, retries: 0, fallback: { kind: "value", value: { sku: "any", left: 0 } } });
      expect(await fixed.look(envelope(), { sku: "a" })).toEqual(ok({ sku: "any", left: 0 }));
      expect(codeOf(await fixed.count(envelope(), { sku: "a" }))).toBe("unavailable");
    });

    it("keeps a command that may be made again under one key, answers as if it were made, and keeps nothing else", async () => {
      const { client } = failing(Number.POSITIVE_INFINITY, "unavailable");
      const kept: (readonly [string, string | null])[] = [];
      const keep = async (method: string, { idempotencyKey }: Envelope): Promise<Result<unknown>> => {
        kept.push([method, idempotencyKey]);
        return ok({ sku: "a", left: 0 });
      };
      const patient = called(contract, client, { ...policy, retries: 0, fallback: { kind: "queue", newKey: () => "new", keep } });
      expect(codeOf(await patient.take(envelope(), { sku: "a", count: 1 }))).toBe("ok");
      expect(codeOf(await patient.take(keyed(envelope(), "mine"), { sku: "a", count: 1 }))).toBe("ok");
      expect(codeOf(await patient.count(envelope(), { sku: "a" }))).toBe("unavailable");
      expect(codeOf(await patient.look(envelope(), { sku: "a" }))).toBe("unavailable");
      expect(kept).toEqual([["take", "new"], ["take", "mine"]]);
    });

    it("lets a refusal stand", async () => {
      const { client } = failing(Number.POSITIVE_INFINITY, "conflict");
      const fixed = called(contract, client, { ...policy, fallback: { kind: "value", value: { sku: "any", left: 0 } } });
      expect(codeOf(await fixed.look(envelope(), { sku: "a" }))).toBe("conflict");
    });
  });
});
