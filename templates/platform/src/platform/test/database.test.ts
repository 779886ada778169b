import { createServer, connect as dial, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool, openClient } from "../database/pool.ts";
import { ConstraintError, UNDONE_UNSEEN } from "../kernel/faults.ts";
import { fail, ok } from "../kernel/result.ts";
import type { Log, Transaction } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const pool = createPool({ url, name: "kept", role: null, connections: 2 }, log);
const database = createDatabase(pool, {
  publish: () => Promise.reject(new Error("Nothing is published here.")),
  once: (held, _envelope, _method, _input, work) => work(held),
});
const insert = { name: "insert row", text: 'insert into "keeping"."rows" values ($1)' };
const count = async (): Promise<number> => {
  const all = { name: "count rows", text: 'select count(*)::int as count from "keeping"."rows"' };
  return (await database.run<{ count: number }>(all, []))[0]?.count ?? -1;
};

beforeAll(async () => {
  const up = 'create table "keeping"."rows" (id int primary key)';
  await migrate(url, [{ service: "keeping", migrations: [{ id: "0001", up, down: "" }] }], log);
  await pool.query('truncate "keeping"."rows"');
});

afterAll(() => pool.end());

/** Writes a row twice, and catches what comes of it. */
const writeTwice = async (transaction: Transaction): Promise<void> => {
  await transaction.run(insert, [1]);
  await expect(transaction.run(insert, [1])).rejects.toBeInstanceOf(ConstraintError);
};

test("a transaction of which nothing is kept is no success, whoever caught the reason", async () => {
  const work = database.transaction(async (transaction) => {
    await writeTwice(transaction);
    return ok("kept");
  });
  await expect(work).rejects.toThrow(UNDONE_UNSEEN);
  expect(await count()).toBe(0);
});

test("a transaction that says itself that it failed has failed as it says", async () => {
  const work = database.transaction(async (transaction) => {
    await writeTwice(transaction);
    return fail("conflict", "twice");
  });
  expect(await work).toEqual(fail("conflict", "twice"));
  expect(await count()).toBe(0);
});

/** A way to the database that can fall silent, as a machine does that lost its network: nothing comes, nothing ends. */
const wayTo = async (): Promise<{ url: string; fallSilent: () => void; close: () => void }> => {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = dial(Number(port || 5432), hostname);
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on("error", silent);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const through = new URL(url);
  through.host = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return {
    url: through.href,
    fallSilent: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

test("a session that lasts hears when the database falls silent", async () => {
  const way = await wayTo();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  try {
    const client = await openClient({ url: way.url, name: "lasting", role: null });
    const ended = new Promise<string>((resolve) => client.once("end", () => resolve("ended")));
    for (let step = 0; step < 6; step += 1) {
      vi.advanceTimersByTime(10_000);
      expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    }
    way.fallSilent();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await ended).toBe("ended");
  } finally {
    vi.useRealTimers();
    way.close();
  }
});

test("a session is ended by the database where nobody is heard from any more, and by us where it is refused", async () => {
  const client = await openClient({ url, name: "heard", role: null });
  const { rows } = await client.query<{ idle: string }>("select current_setting('idle_session_timeout') as idle");
  expect(rows).toEqual([{ idle: "30s" }]);
  await client.end();
  await expect(openClient({ url, name: "refused", role: "nobody", shared: true })).rejects.toThrow("not as nobody");
  const open = async (): Promise<unknown> =>
    (await pool.query("select from pg_stat_activity where application_name = 'refused'")).rowCount;
  await vi.waitFor(async () => expect(await open()).toBe(0), 5_000);
});
