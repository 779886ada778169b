import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { purge } from "../database/purge.ts";
import { roleOf } from "../database/schema.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const pool = createPool({ url, name: "forgetting", role: roleOf("forgetting"), connections: 1 }, log);
const unused = (): Promise<never> => Promise.reject(new Error("nothing is published or kept here"));
const database = createDatabase(pool, { publish: unused, once: unused });

beforeAll(() => migrate(url, [{ service: "forgetting", migrations: [] }], log));

afterAll(() => pool.end());

test("an idempotency key is kept for 7 days and no longer", async () => {
  await pool.query(`insert into "forgetting"."_idempotency" (caller, method, key, input_hash, created_at)
    values ('c', 'm', 'old', '', now() - interval '8 days'), ('c', 'm', 'new', '', now() - interval '6 days')`);
  await purge(database, "forgetting");
  expect((await pool.query(`select key from "forgetting"."_idempotency"`)).rows).toEqual([{ key: "new" }]);
});

test("a message is remembered for longer than it could come again", async () => {
  await pool.query(`insert into "forgetting"."_inbox" (subscriber, event_id, received_at)
    values ('old', gen_random_uuid(), now() - interval '91 days'), ('new', gen_random_uuid(), now() - interval '89 days')`);
  await purge(database, "forgetting");
  expect((await pool.query(`select subscriber from "forgetting"."_inbox"`)).rows).toEqual([{ subscriber: "new" }]);
});
