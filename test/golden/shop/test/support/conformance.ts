import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { traceIdOf } from "../../src/platform/ids.ts";
import { type CallPolicy, called } from "../../src/platform/kernel/call.ts";
import type { Contract, Method, MethodContract } from "../../src/platform/kernel/contract.ts";
import { uncancelled } from "../../src/platform/kernel/deadline.ts";
import { type Cancellation, type Envelope, timeLeft } from "../../src/platform/kernel/envelope.ts";
import { UnavailableError } from "../../src/platform/kernel/faults.ts";
import { checked } from "../../src/platform/kernel/json.ts";
import { fail, failDomain, ok, type Result } from "../../src/platform/kernel/result.ts";
import { sampleOf } from "./schema-sample.ts";

/** A client reduced to what all clients have in common: methods by name. */
export type Methods = Readonly<Record<string, Method<unknown, unknown>>>;

export interface Bound {
  readonly client: Methods;
  readonly close: () => Promise<void>;
}

/** Makes a client that reaches the implementation in some way. */
export type Bind = (contract: Contract<Methods>, implementation: Methods) => Promise<Bound>;

interface Call {
  readonly envelope: Envelope;
  readonly input: unknown;
}

interface Outcome {
  readonly result: Result<unknown> | undefined;
  /** What the implementation saw, call by call. */
  readonly arrived: readonly Call[];
}

export const envelope = (timeoutMs = 2_000): Envelope => ({
  user: { id: "3f2b8c1e-0000-4000-8000-000000000001", roles: ["staff"] },
  service: "caller",
  tenant: "tenant-1",
  requestId: "request-1",
  traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  deadline: performance.now() + timeoutMs,
  cancellation: uncancelled,
  idempotencyKey: "key-1",
});

/** Of a caller who goes away. */
const goneAfter = (ms: number): Cancellation => {
  const signal = AbortSignal.timeout(ms);
  return { requested: () => signal.aborted, signal: () => signal };
};

/** Calls one method over the binding, answered by `work`; gives back the result and what arrived. */
const call = async (
  bind: Bind,
  contract: Contract<Methods>,
  name: string,
  work: Method<unknown, unknown>,
  given: Call,
): Promise<Outcome> => {
  const arrived: Call[] = [];
  const implementation: Methods = {
    [name]: (received, input) => {
      arrived.push({ envelope: received, input });
      return work(received, input);
    },
  };
  const { client, close } = await bind(contract, implementation);
  try {
    const result = await client[name]?.(given.envelope, given.input);
    return { result, arrived };
  } finally {
    await close();
  }
};

const slow = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a caller may rely on, whatever lies between it and the service. */
export const conforms = <Client>(about: Contract<Client>, bind: Bind): void => {
  const contract = checked<Contract<Methods>>(about);
  describe.each(Object.entries(contract.methods))(`${about.service}.%s`, (name, method) => {
    const input = () => sampleOf(method.input);
    const run = (work: Method<unknown, unknown>, given: Partial<Call> = {}) =>
      call(bind, contract, name, work, { envelope: envelope(), input: input(), ...given });

    values(method, input, run);
    failures(method, run);
    deadlines(method, run);
    crossing(method, bind, contract, name);
    describe("under a breaker", () => breakers(method, bind, contract, name));
    policies(method, (work, policy) =>
      call(boundUnder(policy, bind), contract, name, work, { envelope: envelope(), input: input() }),
    );
  });
};

type Run = (work: Method<unknown, unknown>, given?: Partial<Call>) => Promise<Outcome>;

/** The same value with a Date for every time in it, as a careless service would answer. */
const dated = (value: unknown): unknown => {
  if (typeof value === "string") return /^\d{4}-\d{2}-\d{2}T/.test(value) ? new Date(value) : value;
  if (Array.isArray(value)) return value.map(dated);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, dated(one)]));
};

const values = (method: MethodContract, input: () => unknown, run: Run): void => {
  test("carries the input there and the answer back, as copies", async () => {
    const [sent, answered] = [input(), sampleOf(method.output)];
    const { result, arrived } = await run(async () => ok(answered), { input: sent });
    expect(result).toEqual(ok(answered));
    expect(arrived.map((one) => one.input)).toEqual([sent]);
    expect(arrived[0]?.input).not.toBe(sent);
    if (answered !== null) expect(result?.ok === true && result.value).not.toBe(answered);
  });

  test("carries a date as the text that the contract promises", async () => {
    const answered = sampleOf(method.output);
    const { result } = await run(async () => ok(dated(answered)));
    expect(result).toEqual(ok(answered));
  });

  test("carries who calls, for whom, in which trace, under which key and for how long still", async () => {
    const given = envelope(1_000);
    const { arrived } = await run(async () => ok(sampleOf(method.output)), { envelope: given });
    const { user, service, tenant, requestId, idempotencyKey } = given;
    const there = arrived[0]?.envelope;
    expect(there).toMatchObject({ user, service, tenant, requestId, idempotencyKey });
    // Over HTTP the call is a span of its own in the same trace.
    expect(traceIdOf(there?.traceparent ?? "")).toBe(traceIdOf(given.traceparent));
    expect(there === undefined ? 0 : timeLeft(there)).toBeLessThanOrEqual(Math.min(1_000, method.timeoutMs));
  });

  test("lets in nothing that does not fit the contract, and nothing out", async () => {
    const refused = await run(async () => ok(sampleOf(method.output)), { input: { unheardOf: true } });
    expect(refused.result).toMatchObject({ ok: false, failure: { code: "invalid" } });
    expect(refused.arrived).toEqual([]);
    const broken = await run(async () => ok({ unheardOf: true }));
    expect(broken.result).toMatchObject({ ok: false, failure: { code: "internal" } });
  });
};

const failures = (method: MethodContract, run: Run): void => {
  test.each([...Object.keys(method.errors), "notFound", "conflict"])("hands on the failure %s", async (code) => {
    const { result } = await run(async () => failDomain(code, "It says why."));
    expect(result).toEqual(failDomain(code, "It says why."));
  });

  test("turns what is thrown into a failure that tells nothing of the inside", async () => {
    const thrown = await run(() => Promise.reject(new Error("the password is secret")));
    expect(thrown.result).toMatchObject({ ok: false, failure: { code: "internal" } });
    expect(JSON.stringify(thrown.result)).not.toContain("secret");
    const away = await run(() => Promise.reject(new UnavailableError("The database is away.")));
    expect(away.result).toEqual(fail("unavailable", "The database is away."));
  });
};

const deadlines = (method: MethodContract, run: Run): void => {
  const late = method.kind === "query" ? "timedOut" : "outcomeUnknown";

  test(`is ${late} when the answer comes too late`, async () => {
    const begun = performance.now();
    const work = () => slow(1_500).then(() => ok(sampleOf(method.output)));
    const { result } = await run(work, { envelope: envelope(200) });
    expect(result).toMatchObject({ ok: false, failure: { code: late } });
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  test("begins nothing after the deadline", async () => {
    const { result, arrived } = await run(async () => ok(sampleOf(method.output)), { envelope: envelope(-1) });
    expect(result).toMatchObject({ ok: false, failure: { code: "timedOut" } });
    expect(arrived).toEqual([]);
  });
};

/** Several calls at once are told apart, however their answers overtake one another. */
const crossing = (method: MethodContract, bind: Bind, contract: Contract<Methods>, name: string): void => {
  test("gives each of several calls at once its own answer, and hands on every duplicate", async () => {
    const seen: (string | null)[] = [];
    const work: Method<unknown, unknown> = async ({ requestId, idempotencyKey }) => {
      seen.push(idempotencyKey);
      if (requestId === "first") await slow(100);
      return failDomain("notFound", requestId);
    };
    const { client, close } = await bind(contract, { [name]: work });
    const ask = (requestId: string) => client[name]?.({ ...envelope(), requestId }, sampleOf(method.input));
    try {
      const answers = await Promise.all(["first", "second", "third"].map(ask));
      expect(answers).toEqual(["first", "second", "third"].map((one) => failDomain("notFound", one)));
      expect(seen).toEqual(["key-1", "key-1", "key-1"]);
    } finally {
      await close();
    }
  });
};

const silent = (): void => undefined;
const POLICY: CallPolicy = {
  caller: "buyer",
  timeoutMs: null,
  retries: 2,
  log: { info: silent, warn: silent, error: silent },
};

/** The binding as a caller uses it: under its name, its timeout and its retries. */
const boundUnder =
  (policy: Partial<CallPolicy>, bind: Bind): Bind =>
  async (contract, implementation) => {
    const { client, close } = await bind(contract, implementation);
    return { client: called(contract, client, { ...POLICY, ...policy }), close };
  };

const BREAKER = { retries: 0, breaker: { errors: 0.5, openMs: 60_000 } };

const breakers = (method: MethodContract, bind: Bind, contract: Contract<Methods>, name: string): void => {
  const away = async () => fail("unavailable", "Not now.");
  const good = async () => ok(sampleOf(method.output));
  const late = () => slow(50).then(good);
  let arrived = 0;
  let work: Method<unknown, unknown>;
  let bound: Bound;
  const ask = (as: typeof work, given = envelope()): Promise<Result<unknown>> => {
    work = as;
    return bound.client[name]?.(given, sampleOf(method.input)) ?? away();
  };
  beforeEach(async () => {
    arrived = 0;
    const counted: typeof work = (given, input) => {
      arrived += 1;
      return work(given, input);
    };
    bound = await boundUnder(BREAKER, bind)(contract, { [name]: counted });
  });
  afterEach(() => bound.close());

  test("is not made any more after many that failed", async () => {
    for (let tries = 0; tries < 15; tries += 1) {
      expect(await ask(away)).toMatchObject({ ok: false, failure: { code: "unavailable" } });
    }
    expect(arrived).toBe(10);
  });

  test("is made once the service is back, whatever failed before", async () => {
    for (let tries = 0; tries < 9; tries += 1) await ask(away);
    for (let tries = 0; tries < 5; tries += 1) expect(await ask(good)).toMatchObject({ ok: true });
  });

  test("is made though many had no time for it, or went away", async () => {
    const hurried = Array.from({ length: 12 }, () => ask(late, envelope(10)));
    const gone = Array.from({ length: 12 }, () => ask(late, { ...envelope(), cancellation: goneAfter(10) }));
    await Promise.all([...hurried, ...gone]);
    expect(await ask(good)).toMatchObject({ ok: true });
  });

  test("is not made any more after many that took all of the time that there was", async () => {
    const patient = boundUnder({ ...BREAKER, timeoutMs: 200 }, bind);
    const never = () => slow(400).then(good);
    const { client, close } = await patient(contract, { [name]: never });
    const waiting = () => client[name]?.({ ...envelope(200), cancellation: goneAfter(200) }, sampleOf(method.input));
    await Promise.all(Array.from({ length: 12 }, waiting));
    const begun = performance.now();
    expect(await waiting()).toMatchObject({ ok: false, failure: { code: "unavailable" } });
    expect(performance.now() - begun).toBeLessThan(200);
    await close();
  });
};

type RunUnder = (work: Method<unknown, unknown>, policy: Partial<CallPolicy>) => Promise<Outcome>;

const policies = (method: MethodContract, run: RunUnder): void => {
  const tries = method.idempotency === "none" ? 1 : 3;

  test(`is tried ${tries === 1 ? "once" : "again under the same key"} while nobody is there`, async () => {
    const away = fail("unavailable", "Nobody is there.");
    const { result, arrived } = await run(async () => away, {});
    expect(result).toEqual(away);
    expect(arrived.map(({ envelope: there }) => there.idempotencyKey)).toEqual(Array(tries).fill("key-1"));
    expect(arrived.every(({ envelope: there }) => there.service === "buyer")).toBe(true);
  });

  test("is not tried again where the answer is no", async () => {
    const { arrived } = await run(async () => fail("conflict", "It is too late."), {});
    expect(arrived).toHaveLength(1);
  });

  test("has no more time than its caller gives it", async () => {
    const begun = performance.now();
    const work = () => slow(1_500).then(() => ok(sampleOf(method.output)));
    const { result } = await run(work, { timeoutMs: 100 });
    expect(result).toMatchObject({ failure: { code: method.kind === "query" ? "timedOut" : "outcomeUnknown" } });
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
};
