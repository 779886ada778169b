import { expect, test, vi } from "vitest";
import { createCache } from "../cache/cache.ts";
import type { CacheEntry } from "../cache/entries.ts";
import { memoryEnvelope } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Reply, Route } from "../kernel/world.ts";

const entry = { operation: "tests.read", forMs: 60_000, byUser: false, clearedBy: ["tests.Changed"] } as const;

/** A query that counts how often it is asked, behind a cache. */
const cached = (more: Partial<CacheEntry> = {}, answer = (count: number): Result<Reply> => ok({ body: { count } })) => {
  let count = 0;
  const route: Route = {
    ...{ operation: "tests.read", method: "GET", path: "/read", summary: "", kind: "query", timeoutMs: 1_000 },
    ...{ params: null, query: null, body: null, ifMatch: "none", success: { status: 200, body: null }, failures: {} },
    handle: async () => {
      count += 1;
      return answer(count);
    },
  };
  const one = { ...entry, ...more };
  const outcomes: string[] = [];
  const cache = createCache([one], (_operation, outcome) => outcomes.push(outcome));
  const { handle } = cache.around(route, one);
  const ask = async (envelope: Partial<Envelope> = {}, id = "1"): Promise<unknown> => {
    const whole = { ...memoryEnvelope(), ...envelope };
    const result = await handle({ envelope: whole, params: { id }, query: {}, body: undefined, ifMatch: null });
    return result.ok ? result.value.body : result.failure.code;
  };
  return { cache, ask, outcomes };
};

const user = (id: string) => ({ user: { id, roles: ["customer"] } });

test("what was asked before is answered from memory, and what else is asked is not", async () => {
  const { ask, outcomes } = cached();
  expect([await ask(), await ask(), await ask({}, "2")]).toEqual([{ count: 1 }, { count: 1 }, { count: 2 }]);
  expect(outcomes).toEqual(["miss", "hit", "miss"]);
});

test("a tenant never sees what another asked for", async () => {
  const { ask } = cached();
  expect([await ask({ tenant: "a" }), await ask({ tenant: "b" })]).toEqual([{ count: 1 }, { count: 2 }]);
});

test("where a policy looks at the user each has answers of their own, else all have the same", async () => {
  const shared = cached();
  expect([await shared.ask(user("a")), await shared.ask(user("b"))]).toEqual([{ count: 1 }, { count: 1 }]);
  const own = cached({ byUser: true });
  expect([await own.ask(user("a")), await own.ask(user("b"))]).toEqual([{ count: 1 }, { count: 2 }]);
});

test("nothing is kept for longer than it may, and no failure at all", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    const { ask } = cached();
    await ask();
    vi.advanceTimersByTime(60_001);
    expect(await ask()).toEqual({ count: 2 });
  } finally {
    vi.useRealTimers();
  }
  const failing = cached({}, (count) => (count === 1 ? fail("notFound", "no") : ok({ body: { count } })));
  expect([await failing.ask(), await failing.ask()]).toEqual(["notFound", { count: 2 }]);
});

test("an event clears what it concerns, and what was being read when it came", async () => {
  const { cache, ask } = cached();
  await ask();
  cache.clear("tests.Other");
  expect(await ask()).toEqual({ count: 1 });
  cache.clear("tests.Changed");
  const reading = ask();
  cache.clear("tests.Changed");
  expect(await reading).toEqual({ count: 2 });
  expect(await ask()).toEqual({ count: 3 });
});

test("while nobody could tell what is stale nothing is kept", async () => {
  const { cache, ask } = cached();
  await ask();
  cache.trust(false);
  expect([await ask(), await ask()]).toEqual([{ count: 2 }, { count: 3 }]);
  cache.trust(true);
  expect([await ask(), await ask()]).toEqual([{ count: 4 }, { count: 4 }]);
});
