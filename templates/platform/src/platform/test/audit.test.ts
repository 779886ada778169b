import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyTrail } from "../audit/verify.ts";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import { type Audited, type Change, sqlAudit } from "../kernel/audit.ts";
import { memoryEnvelope } from "../kernel/deadline.ts";
import { fail, ok } from "../kernel/result.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const unused = (): Promise<never> => Promise.reject(new Error("nothing is published or kept here"));
const pool = createPool({ url, name: "auditing", role: roleOf("auditing"), connections: 4 }, log);
const owner = createPool({ url, name: "tampering", role: null, connections: 1 }, log);
const database = createDatabase(pool, { publish: unused, once: unused });
const audit = sqlAudit("auditing");
const about: Audited = { entity: "orders.Order", secret: ["email"] };
const id = "0190b3f0-0000-7000-8000-000000000001";
const envelope = { ...memoryEnvelope(), user: { id, roles: ["admin"] }, requestId: "r1" };

const write = (change: Partial<Change>, fails = false) =>
  database.transaction(async (transaction) => {
    const whole = { action: "update", id, at: "2026-01-01T00:00:00.000Z", from: null, to: null, ...change };
    await audit(transaction, envelope, about, whole);
    return fails ? fail("conflict", "no") : ok(null);
  });

const entries = async () =>
  (await owner.query<{ entry: string }>(`select entry from "auditing"."_audit" order by position`)).rows.map(
    ({ entry }) => JSON.parse(entry),
  );

/** As somebody with all rights on the database may. */
const tamper = async (sql: string): Promise<void> => {
  await owner.query(`alter table "auditing"."_audit" disable trigger "stays"`);
  await owner.query(sql);
  await owner.query(`alter table "auditing"."_audit" enable trigger "stays"`);
};

beforeAll(() => migrate(url, [{ service: "auditing", migrations: [] }], log));

afterAll(() => Promise.all([pool.end(), owner.end()]));

test("an entry says who did what and when, and of secrets only that they changed", async () => {
  await write({
    from: { id, version: 1, total: 5, email: "a@example.com" },
    to: { id, version: 2, total: 6, email: "b@example.com" },
  });
  const [entry] = await entries();
  expect(entry).toEqual({
    ...{ at: "2026-01-01T00:00:00.000Z", entity: "orders.Order", id, action: "update" },
    ...{ user: id, service: null, tenant: null, requestId: "r1" },
    changed: { email: null, total: { from: 5, to: 6 }, version: { from: 1, to: 2 } },
  });
});

test("what is undone leaves no entry", async () => {
  const before = (await entries()).length;
  await write({}, true);
  expect(await entries()).toHaveLength(before);
});

test("entries of many at once make one chain", async () => {
  await Promise.all(Array.from({ length: 40 }, (_, index) => write({ action: `a${index}` })));
  expect(await verifyTrail(database, "auditing")).toMatchObject({ entries: 41, broken: null, holds: true });
});

test("no entry is changed or deleted by the service, not even by mistake, nor by who owns the table", async () => {
  for (const change of [`update "auditing"."_audit" set entry = '{}'`, `delete from "auditing"."_audit"`]) {
    for (const one of [pool, owner]) await expect(one.query(change)).rejects.toMatchObject({ code: "42501" });
  }
  await expect(owner.query(`truncate "auditing"."_audit"`)).rejects.toMatchObject({ code: "42501" });
  expect(await verifyTrail(database, "auditing")).toMatchObject({ entries: 41, broken: null });
});

test("a trail that was cut, changed or thinned out by somebody with all rights shows it", async () => {
  const { head } = await verifyTrail(database, "auditing");
  const third = `position = (select position from "auditing"."_audit" order by position offset 2 limit 1)`;
  const { rows } = await owner.query<{ position: number }>(`select position from "auditing"."_audit" where ${third}`);
  const verdict = { entries: 2, broken: rows[0]?.position, holds: false };
  for (const [change, back] of [
    [`entry = entry || ' '`, "entry = rtrim(entry)"],
    [`entity = 'orders.Other'`, `entity = 'orders.Order'`],
  ]) {
    await tamper(`update "auditing"."_audit" set ${change} where ${third}`);
    expect(await verifyTrail(database, "auditing", head)).toMatchObject(verdict);
    await tamper(`update "auditing"."_audit" set ${back} where ${third}`);
  }
  expect(await verifyTrail(database, "auditing", head)).toMatchObject({ entries: 41, broken: null, holds: true });
  const last = `position = (select max(position) from "auditing"."_audit")`;
  await tamper(`delete from "auditing"."_audit" where ${last}`);
  expect(await verifyTrail(database, "auditing", head)).toMatchObject({ broken: null, holds: false });
  await tamper(`update "auditing"."_audit" set entry = replace(entry, 'a', 'b') where ${last}`);
  expect(await verifyTrail(database, "auditing")).toMatchObject({ entries: 39, broken: expect.any(Number) });
  await tamper(`delete from "auditing"."_audit" where position = (select min(position) from "auditing"."_audit")`);
  expect((await verifyTrail(database, "auditing")).entries).toBe(0);
});
