import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memoryEnvelope } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { memoryWorld } from "../kernel/memory.ts";
import { fail, failDomain, ok, type Result } from "../kernel/result.ts";
import { runSaga, type SagaStep } from "../kernel/saga.ts";
import type { World } from "../kernel/world.ts";

const did: string[] = [];
const keys: string[] = [];
const logged: string[] = [];
const memory = memoryWorld();
const world: World = { ...memory, log: { ...memory.log, error: (message) => logged.push(message) } };

beforeEach(() => {
  for (const list of [did, keys, logged]) list.length = 0;
});
afterEach(() => vi.useRealTimers());

/** A step that notes what was done to it. */
const step = (name: string, result: Result<unknown> = ok({}), undone: Result<unknown> = ok({})): SagaStep => ({
  name,
  run: async (envelope) => {
    did.push(name);
    keys.push(envelope.idempotencyKey ?? "");
    return result;
  },
  undo: async (envelope) => {
    did.push(
      envelope.cancellation.requested() || envelope.deadline < performance.now()
        ? `too late for ${name}`
        : `undo ${name}`,
    );
    return undone;
  },
});

const place = (
  steps: readonly SagaStep[],
  write: () => Promise<Result<string>>,
  envelope: Envelope = memoryEnvelope(),
) => runSaga(world, envelope, steps, { write, stands: async () => false });

const refused = async (): Promise<Result<string>> => fail("conflict", "Somebody was faster.");
const broken = (): Promise<Result<string>> => Promise.reject(new Error("the disk is full"));

test("steps run in their order, then the row is written", async () => {
  expect(await place([step("stock"), step("money")], async () => ok("placed"))).toEqual(ok("placed"));
  expect(did).toEqual(["stock", "money"]);
});

test("a saga is under way until what it takes back is taken back", async () => {
  let release = (): void => undefined;
  const back = new Promise<void>((resolve) => {
    release = resolve;
  });
  const stock: SagaStep = {
    ...step("stock"),
    undo: async () => {
      await back;
      did.push("undo stock");
      return ok({});
    },
  };
  const begun: Promise<unknown>[] = [];
  const own = { ...world, onSaga: (saga: Promise<unknown>) => begun.push(saga) };
  void runSaga(own, memoryEnvelope(), [stock], { write: refused, stands: async () => false });
  const ended = Promise.all(begun).then(() => did.push("ended"));
  await vi.waitFor(() => expect(did).toEqual(["stock"]));
  release();
  await ended;
  expect(did).toEqual(["stock", "undo stock", "ended"]);
});

test("a step that is refused is not undone, but those before it are", async () => {
  const result = await place([step("stock"), step("money", failDomain("NoMoney", "There is none."))], refused);
  expect(result).toMatchObject({ failure: { code: "NoMoney" } });
  expect(did).toEqual(["stock", "money", "undo stock"]);
});

test.each(["internal", "outcomeUnknown", "timedOut", "unavailable"] as const)(
  "a step that ends as %s may have taken effect, and is undone as well",
  async (code) => {
    await place([step("stock"), step("money", fail(code, "Who knows?"))], refused);
    expect(did).toEqual(["stock", "money", "undo money", "undo stock"]);
  },
);

test("where the row is not written, or writing it throws, all steps are undone, the last one first", async () => {
  await place([step("stock"), step("money")], refused);
  await expect(place([step("stock"), step("money")], broken)).rejects.toThrow("the disk is full");
  const once = ["stock", "money", "undo money", "undo stock"];
  expect(did).toEqual([...once, ...once]);
});

test("a caller who has gone, and whose time is over, does not keep steps from being undone", async () => {
  const cancellation = { requested: () => true, signal: () => AbortSignal.abort() };
  const gone = { ...memoryEnvelope(), deadline: performance.now() - 1, cancellation };
  await place([step("stock")], refused, gone);
  expect(did).toEqual(["stock", "undo stock"]);
});

test("what cannot be undone is logged, and the rest is undone all the same", async () => {
  await place([step("stock"), step("money", ok({}), fail("notFound", "It is gone."))], refused);
  expect(did).toEqual(["stock", "money", "undo money", "undo stock"]);
  expect(logged).toEqual(["money could not be undone"]);
});

test("an undo that finds nobody there is tried again under its key, until it is done or out of time", async () => {
  vi.useFakeTimers();
  const money = step("money", ok({}), fail("unavailable", "Nobody is there."));
  const undoKeys = new Set<string | null>();
  let isBack = false;
  const undo = async (envelope: Envelope): Promise<Result<unknown>> => {
    undoKeys.add(envelope.idempotencyKey);
    return isBack ? ok({}) : (money.undo?.(envelope) ?? ok({}));
  };
  const first = place([step("stock"), { ...money, undo }], refused);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(did).toEqual(["stock", "money", "undo money", "undo money", "undo money"]);
  isBack = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await first).toMatchObject({ failure: { code: "conflict" } });
  expect([did.at(-1), undoKeys.size, logged]).toEqual(["undo stock", 1, []]);
  const second = place([money], refused);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await second).toMatchObject({ failure: { code: "conflict" } });
  expect(logged).toEqual(["money could not be undone"]);
});

test("nothing is undone where the row is as wished all the same, or nobody can say", async () => {
  const steps = [step("stock")];
  await runSaga(world, memoryEnvelope(), steps, { write: refused, stands: async () => true });
  await runSaga(world, memoryEnvelope(), steps, {
    write: refused,
    stands: () => Promise.reject(new Error("no database")),
  });
  expect(did).toEqual(["stock", "stock"]);
  expect(logged).toHaveLength(1);
});

test("each step of each attempt has a key of its own", async () => {
  await place([step("stock"), step("money")], refused);
  await place([step("stock"), step("money")], refused);
  expect(new Set(keys).size).toBe(4);
});
