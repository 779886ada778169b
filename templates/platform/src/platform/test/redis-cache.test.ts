import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CacheEntry } from "../cache/entries.ts";
import { createRedisCache, redisClearing, type Store } from "../cache/redis.ts";
import { openStore } from "../cache/redis-store.ts";
import { memoryEnvelope } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { checked } from "../kernel/json.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Database, Reply, Route } from "../kernel/world.ts";

/** What clears a cache leaves the database alone. */
const unused = checked<Database>({});
const silent = (): void => undefined;
const log = { info: silent, warn: silent, error: silent };

const entry = { operation: "tests.read", forMs: 60_000, byUser: false, clearedBy: ["tests.Changed"] } as const;

/** Two instances of a query that counts how often it is asked, with one store behind both. */
const instances = async (
  store: Store,
  more: Partial<CacheEntry> = {},
  answer = (count: number): Result<Reply> => ok({ body: { count } }),
) => {
  let count = 0;
  const one = { ...entry, ...more };
  const prefix = randomUUID();
  const outcomes: string[] = [];
  const instance = (during: () => Promise<void> = async () => {}) => {
    const route: Route = {
      ...{ operation: "tests.read", method: "GET", path: "/read", summary: "", kind: "query", timeoutMs: 1_000 },
      ...{ params: null, query: null, body: null, ifMatch: "none", success: { status: 200, body: null }, failures: {} },
      handle: async () => {
        count += 1;
        const read = answer(count);
        await during();
        return read;
      },
    };
    const cache = createRedisCache(prefix, [one], store, (_operation, outcome) => outcomes.push(outcome));
    const { handle } = cache.around(route, one);
    const ask = async (envelope: Partial<Envelope> = {}, id = "1"): Promise<unknown> => {
      const whole = { ...memoryEnvelope(), ...envelope };
      const result = await handle({ envelope: whole, params: { id }, query: {}, body: undefined, ifMatch: null });
      return result.ok ? result.value.body : result.failure.code;
    };
    return { cache, ask };
  };
  const [first, second] = [instance(), instance()];
  // The first of all requests finds no age, and keeps nothing.
  await first.ask({}, "none");
  count = 0;
  outcomes.length = 0;
  return { first, second, instance, outcomes };
};

const user = (id: string) => ({ user: { id, roles: ["customer"] } });

const url = process.env["TEST_CACHE_URL"] ?? "";
const stores = [["in memory", ""] as const, ...(url === "" ? [] : [["in Redis", url] as const])];

describe.each(stores)("%s", (_where, address) => {
  const store = openStore(address, log);
  afterAll(() => store.close());
  beforeAll(async () => {
    const isThere = async (): Promise<boolean> =>
      store.check.run().then(
        () => true,
        () => false,
      );
    for (let turn = 0; turn < 100 && !(await isThere()); turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
  });

  test("what one instance was asked the other answers, and what else is asked it does not", async () => {
    const { first, second, outcomes } = await instances(store);
    expect([await first.ask(), await second.ask(), await second.ask({}, "2")]).toEqual([
      { count: 1 },
      { count: 1 },
      { count: 2 },
    ]);
    expect(outcomes).toEqual(["miss", "hit", "miss"]);
  });

  test("a tenant never sees what another asked for, nor a user where a policy looks at them", async () => {
    const { first, second } = await instances(store);
    expect([await first.ask({ tenant: "a" }), await second.ask({ tenant: "b" })]).toEqual([{ count: 1 }, { count: 2 }]);
    const own = await instances(store, { byUser: true });
    expect([await own.first.ask(user("a")), await own.second.ask(user("b"))]).toEqual([{ count: 1 }, { count: 2 }]);
  });

  test("nothing is kept for longer than it may, and no failure at all", async () => {
    const brief = await instances(store, { forMs: 60 });
    await brief.first.ask();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(await brief.second.ask()).toEqual({ count: 2 });
    const answer = (count: number): Result<Reply> => (count === 1 ? fail("notFound", "no") : ok({ body: { count } }));
    const failing = await instances(store, {}, answer);
    expect([await failing.first.ask({}, "2"), await failing.second.ask({}, "2")]).toEqual(["notFound", { count: 2 }]);
  });

  test("an event that one instance hears clears what all have, and what another was reading when it came", async () => {
    const { first, second, instance } = await instances(store);
    await first.ask();
    await second.cache.clear("tests.Other");
    expect(await second.ask()).toEqual({ count: 1 });
    const [subscription] = redisClearing("tests", [entry, entry], second.cache);
    expect(await subscription?.handle(memoryEnvelope(), {}, unused)).toEqual({ ok: true, value: null });
    expect(await first.ask()).toEqual({ count: 2 });
    await second.cache.clear("tests.Changed");
    const reading = instance(() => second.cache.clear("tests.Changed"));
    expect(await reading.ask()).toEqual({ count: 3 });
    expect(await first.ask()).toEqual({ count: 4 });
  });
});

describe("without a store", () => {
  const gone = openStore("redis://127.0.0.1:1", log);
  afterAll(() => gone.close());

  test("the service is asked each time, an event is not taken as heard, and nobody is unready", async () => {
    const { first, second } = await instances(gone);
    expect([await first.ask(), await second.ask()]).toEqual([{ count: 1 }, { count: 2 }]);
    const [subscription] = redisClearing("tests", [entry], first.cache);
    const heard = await subscription?.handle(memoryEnvelope(), {}, unused);
    expect(heard).toMatchObject({ ok: false, failure: { code: "unavailable" } });
    await expect(Promise.resolve(gone.check.run())).rejects.toThrow();
    expect(gone.check.spare).toBe(true);
  });
});
