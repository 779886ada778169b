import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createDatabase } from "../database/database.ts";
import { createFollower, type Follower } from "../database/follower.ts";
import { createMarks } from "../database/marks.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { withReplicas } from "../database/replicas.ts";
import { roleOf } from "../database/schema.ts";
import { memoryEnvelope } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { UnavailableError } from "../kernel/faults.ts";
import { checked } from "../kernel/json.ts";
import { noting } from "../kernel/replicas.ts";
import { fail } from "../kernel/result.ts";
import type { Log, Service } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const said: string[] = [];
const say = (message: string): void => void said.push(message);
const log: Log = { info: say, warn: say, error: say };
const pool = createPool({ url, name: "following", role: roleOf("following"), connections: 2 }, log);
const unused = (): Promise<never> => Promise.reject(new Error("nothing is published or kept here"));
const primary = createDatabase(pool, { publish: unused, once: unused });

/** A replica as a test sets it: it answers for the database that it would be of. */
const well = { position: 0, sinceMs: 0, follows: true, history: "", startedAt: "today", isDown: false, lacks: "" };
const replica = { ...well };
const query = async (statement: { readonly name: string }): Promise<unknown> => {
  if (replica.isDown) throw Object.assign(new Error("it is down"), { code: "ECONNREFUSED" });
  if (statement.name === "standing") return { rows: [{ ...replica }] };
  if (replica.lacks !== "") throw Object.assign(new Error("it lacks something"), { code: replica.lacks });
  return { rows: [{ from: "replica" }] };
};
const fromWhere = { name: "from where", text: `select 'primary' as "from"` };

const by = (id: string | null, service: string | null = null): Envelope => ({
  ...memoryEnvelope(),
  service,
  user: id === null ? null : { id, roles: [] },
});

/** An instance: what it knows of the replica is its own, and new. */
const instance = (followers: readonly Follower[] = [createFollower(checked({ query }), "replica", log)]) =>
  withReplicas(primary, createMarks(pool, "following"), followers, log);

const readBy = async (envelope: Envelope, database = instance()): Promise<string | undefined> => {
  const [row] = (await database.reading?.(envelope).run<{ from: string }>(fromWhere, [])) ?? [];
  return row?.from;
};

/** Something that the replica lacks from now on. */
const write = (): Promise<unknown> =>
  pool.query(`insert into "following"."_written" (subject, position) values (gen_random_uuid(), '0/0')`);

const endOfLog = async () => {
  const { end, history } = await createMarks(pool, "following").get("");
  return { position: end, history };
};

/** What is known of a replica is asked again then. */
const afterMs = (ms: number): void => {
  const now = performance.now() + ms;
  vi.spyOn(performance, "now").mockReturnValue(now);
};

beforeAll(() => migrate(url, [{ service: "following", migrations: [] }], log));

beforeEach(async () => {
  await pool.query(`delete from "following"."_written"`);
  said.length = 0;
  Object.assign(replica, well, await endOfLog());
});

afterEach(() => vi.restoreAllMocks());

afterAll(() => pool.end());

test("who wrote reads it on every instance, and from the replica once it has it; others read there meanwhile", async () => {
  await write();
  await instance().wrote?.(by("ann"));
  expect([await readBy(by("ann")), await readBy(by("bob"))]).toEqual(["primary", "replica"]);
  Object.assign(replica, await endOfLog());
  expect(await readBy(by("ann"))).toBe("replica");
});

test("those whom nobody knows are one: none of them misses what another one wrote", async () => {
  await write();
  await instance().wrote?.(by(null));
  expect([await readBy(by(null)), await readBy(by("bob"))]).toEqual(["primary", "replica"]);
});

test("what another service reads, and by it may write, is of the primary", async () => {
  expect([await readBy(by("bob", "orders")), await readBy(by("bob"))]).toEqual(["primary", "replica"]);
});

test.each([{ isDown: true }, { follows: false }, { history: "1 1" }, { position: Number.MAX_SAFE_INTEGER }])(
  "a replica that is not read from is said once in the log: %o",
  async (change) => {
    Object.assign(replica, change);
    const database = instance();
    expect([await readBy(by("bob"), database), await readBy(by("bob"), database)]).toEqual(["primary", "primary"]);
    expect(said).toEqual(["a replica is not read from, but the primary"]);
  },
);

test("without any the primary is read", async () => {
  expect(await readBy(by("bob"), instance([]))).toBe("primary");
});

test("one that is of another history has nothing of what was written, however far it is", async () => {
  await write();
  await instance().wrote?.(by("ann"));
  const { position, history } = await endOfLog();
  Object.assign(replica, { position, history: history.replace(/\d+$/, (timeline) => String(Number(timeline) - 1)) });
  expect(await readBy(by("ann"))).toBe("primary");
});

test("one that was ahead of the primary is not read once the primary has overtaken it, but once it was made anew", async () => {
  const database = instance();
  replica.position = Number.MAX_SAFE_INTEGER;
  expect(await readBy(by("bob"), database)).toBe("primary");
  Object.assign(replica, await endOfLog());
  afterMs(2_000);
  expect(await readBy(by("bob"), database)).toBe("primary");
  replica.startedAt = "tomorrow";
  afterMs(2_000);
  expect(await readBy(by("bob"), database)).toBe("replica");
});

test("one whose last change is old lacks what was written just now, and is too far behind when it still lacks it later", async () => {
  const database = instance();
  expect(await readBy(by("bob"), database)).toBe("replica");
  await write();
  replica.sinceMs = 60_000;
  afterMs(2_000);
  expect([await readBy(by("bob"), database), said]).toEqual(["primary", []]);
  afterMs(11_000);
  expect(await readBy(by("bob"), database)).toBe("primary");
  expect(said).toEqual(["a replica is not read from, but the primary"]);
});

test.each(["42703", "42P01", "42501", "3F000"])(
  "what a replica refuses because it lacks a migration, the primary answers: %s",
  async (lacks) => {
    const database = instance();
    replica.lacks = lacks;
    expect(await readBy(by("bob"), database)).toBe("primary");
    expect(said).toEqual(["a replica is not read from, but the primary"]);
  },
);

test("where the replica goes away under a read, the primary answers it", async () => {
  const database = instance();
  expect(await readBy(by("bob"), database)).toBe("replica");
  replica.isDown = true;
  expect(await readBy(by("bob"), database)).toBe("primary");
  expect(said).toEqual(["a replica is not read from, but the primary"]);
});

test("without the primary nobody knows who wrote, and nothing is read", async () => {
  const away = { query: () => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" })) };
  const follower = createFollower(checked({ query }), "replica", log);
  const database = withReplicas(primary, createMarks(checked(away), "following"), [follower], log);
  await expect(readBy(by("bob"), database)).rejects.toThrow(UnavailableError);
});

test("where a write could not be noted, this instance reads from the primary for a while", async () => {
  const away = { query: () => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" })) };
  const follower = createFollower(checked({ query }), "replica", log);
  const database = withReplicas(primary, createMarks(checked(away), "following"), [follower], log);
  await database.wrote?.(by("ann"));
  expect(await readBy(by("ann"), database)).toBe("primary");
});

test("a hundred who read at once are asked after in two questions", async () => {
  let asked = 0;
  const counted = {
    query: (statement: never) => {
      asked += 1;
      return pool.query(statement);
    },
  };
  const marks = createMarks(checked(counted), "following");
  const first = marks.get("first");
  await Promise.resolve();
  await Promise.all([first, ...Array.from({ length: 99 }, (_, index) => marks.get(`reader ${index}`))]);
  expect(asked).toBe(2);
});

test("a command is noted, also one that failed, before it is answered; a query is not", async () => {
  const order: string[] = [];
  const database = { ...primary, wrote: async ({ user }: Envelope) => void order.push(`noted ${user?.id}`) };
  const ran = (name: string) => async () => {
    order.push(name);
    return fail("conflict", "no");
  };
  const service = noting(
    database,
    checked<Service<Readonly<Record<"write" | "read", (envelope: Envelope) => Promise<unknown>>>>>({
      contract: { methods: { write: { kind: "command" }, read: { kind: "query" } } },
      client: { write: ran("write"), read: ran("read") },
      routes: [{ kind: "command", handle: ran("route") }],
    }),
  );
  await service.client.write(by("ann"));
  await service.client.read(by("bob"));
  await service.routes[0]?.handle({ envelope: by("cid"), params: null, query: null, body: null, ifMatch: null });
  expect(order).toEqual(["write", "noted ann", "read", "route", "noted cid"]);
});
