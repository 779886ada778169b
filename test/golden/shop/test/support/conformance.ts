import { describe, expect, test } from "vitest";
import type { Contract, Method, MethodContract } from "../../src/platform/kernel/contract.ts";
import { type Envelope, timeLeft } from "../../src/platform/kernel/envelope.ts";
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
  signal: new AbortController().signal,
  idempotencyKey: "key-1",
});

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
  });
};

type Run = (work: Method<unknown, unknown>, given?: Partial<Call>) => Promise<Outcome>;

const values = (method: MethodContract, input: () => unknown, run: Run): void => {
  test("carries the input there and the answer back, as copies", async () => {
    const [sent, answered] = [input(), sampleOf(method.output)];
    const { result, arrived } = await run(async () => ok(answered), { input: sent });
    expect(result).toEqual(ok(answered));
    expect(arrived.map((one) => one.input)).toEqual([sent]);
    expect(arrived[0]?.input).not.toBe(sent);
    if (answered !== null) expect(result?.ok === true && result.value).not.toBe(answered);
  });

  test("carries who calls, for whom, in which trace, under which key and for how long still", async () => {
    const given = envelope(1_000);
    const { arrived } = await run(async () => ok(sampleOf(method.output)), { envelope: given });
    const { user, service, tenant, requestId, traceparent, idempotencyKey } = given;
    const there = arrived[0]?.envelope;
    expect(there).toMatchObject({ user, service, tenant, requestId, traceparent, idempotencyKey });
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
