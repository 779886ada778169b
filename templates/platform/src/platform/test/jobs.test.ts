import { EventEmitter, once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import { createJobs } from "../jobs/jobs.ts";
import { nextRun } from "../jobs/schedule.ts";
import type { Job } from "../kernel/jobs.ts";
import { fail, ok } from "../kernel/result.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const unused = (): Promise<never> => Promise.reject(new Error("nothing is published or kept here"));
const pool = createPool({ url, name: "ticking", role: roleOf("ticking"), connections: 6 }, log);
const database = createDatabase(pool, { publish: unused, once: unused });
const insert = { name: "tick", text: `insert into "ticking"."ticks" (run) values ($1)` };
const migration = { id: "0001", up: `create table "ticking"."ticks" (run text not null)`, down: "" };

/** Writes a row each time it runs, and may do something after. */
const ticking = (then: Job["run"] = async () => ok(null), timeoutMs = 5_000): Job => ({
  name: "ticking.nightly",
  cron: "0 3 * * *",
  zone: "UTC",
  timeoutMs,
  run: (envelope, held) =>
    held.transaction(async (transaction) => {
      await transaction.run(insert, [envelope.idempotencyKey]);
      return then(envelope, held);
    }),
});

const instance = (job: Job) => createJobs({ service: "ticking", jobs: [job], database, log });

const ticks = async (): Promise<readonly string[]> =>
  (await pool.query<{ run: string }>(`select run from "ticking"."ticks"`)).rows.map(({ run }) => run);

const row = async () => (await pool.query(`select * from "ticking"."_job"`)).rows[0];

/** Makes the job due since some time, as if nobody had been there. */
const dueSince = async (job: Job, ago: string): Promise<void> => {
  await instance(job).waitMs(job);
  await pool.query(`update "ticking"."_job" set due_at = now() - $1::interval`, [ago]);
};

beforeAll(() => migrate(url, [{ service: "ticking", migrations: [migration] }], log));

beforeEach(() => pool.query(`delete from "ticking"."_job"; delete from "ticking"."ticks"`));

afterAll(() => pool.end());

test("the next time is that of the zone, whose clocks are put forward and back", () => {
  const berlin = { cron: "30 2 * * *", zone: "Europe/Berlin" };
  expect(nextRun(berlin, "2026-01-10T12:00:00.000Z")).toBe("2026-01-11T01:30:00.000Z");
  expect(nextRun(berlin, "2026-07-10T12:00:00.000Z")).toBe("2026-07-11T00:30:00.000Z");
  const march = nextRun(berlin, "2026-03-28T12:00:00.000Z");
  expect(march.slice(0, 10)).toBe("2026-03-29");
  expect(nextRun({ cron: "0 0 31 2 *", zone: "UTC" }, march).slice(0, 4)).toBe("9999");
});

test("what is not due does not run", async () => {
  const job = ticking();
  expect(await instance(job).waitMs(job)).toBeGreaterThan(0);
  await instance(job).run(job);
  expect(await ticks()).toEqual([]);
});

test("of several instances one runs it, once however often it was missed", async () => {
  const job = ticking();
  await dueSince(job, "5 days");
  const instances = Array.from({ length: 5 }, () => instance(job));
  await Promise.all([...instances, ...instances].map((one) => one.run(job)));
  expect(await ticks()).toHaveLength(1);
  expect(Date.parse((await row()).due_at)).toBeGreaterThan(Date.now());
});

test("while it runs nobody begins it anew", async () => {
  let begun = 0;
  const moments = new EventEmitter();
  const job = ticking(async () => {
    begun += 1;
    moments.emit("begun");
    if (begun === 1) await once(moments, "over");
    return ok(null);
  });
  await dueSince(job, "1 minute");
  const running = once(moments, "begun");
  const first = instance(job).run(job);
  await running;
  await instance(job).run(job);
  moments.emit("over");
  expect(begun).toBe(1);
  await first;
});

test("a failure undoes what it did, is tried again, and after three tries waits for its next time", async () => {
  const job = ticking(async () => fail("conflict", "no"));
  await dueSince(job, "1 minute");
  for (const attempts of [1, 2, 0]) {
    await instance(job).run(job);
    expect(await row()).toMatchObject({ attempts });
    await pool.query(`update "ticking"."_job" set due_at = now() where attempts > 0`);
  }
  expect(Date.parse((await row()).due_at)).toBeGreaterThan(Date.now());
  expect(await ticks()).toEqual([]);
});

test("a run whose process was killed is made again, under the same key", async () => {
  const job = ticking();
  await dueSince(job, "1 minute");
  const killed = `update "ticking"."_job" set claim = gen_random_uuid(), attempts = 1, claimed_until = now()`;
  await pool.query(`${killed} + interval '1 minute'`);
  await instance(job).run(job);
  expect(await ticks()).toEqual([]);
  await pool.query(killed);
  const { due_at: dueAt } = await row();
  await instance(job).run(job);
  expect(await ticks()).toEqual([`ticking.nightly ${dueAt}`]);
});

test("who ends after the claim was lost has no effect", async () => {
  const job = ticking(async () => {
    await pool.query(`update "ticking"."_job" set claim = gen_random_uuid()`);
    return ok(null);
  });
  await dueSince(job, "1 minute");
  await instance(job).run(job);
  expect(await ticks()).toEqual([]);
});

test("past its deadline it is given up, and its claim stands", async () => {
  const job = ticking(() => new Promise((resolve) => setTimeout(resolve, 300, fail("conflict", "late"))), 100);
  await dueSince(job, "1 minute");
  await instance(job).run(job);
  expect((await row()).claim).not.toBeNull();
  expect(await ticks()).toEqual([]);
});

test("new hours hold from now on", async () => {
  const job = ticking();
  await dueSince(job, "1 minute");
  const changed = { ...job, cron: "0 4 * * *" };
  expect(await instance(changed).waitMs(changed)).toBeGreaterThan(0);
});
