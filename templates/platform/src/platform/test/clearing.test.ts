import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cache } from "../cache/cache.ts";
import { clearingSubscriptions, startClearing } from "../cache/clearing.ts";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import { memoryEnvelope } from "../kernel/deadline.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const unused = (): Promise<never> => Promise.reject(new Error("nothing is published or kept here"));
const options = { url, name: "clearing", role: roleOf("clearing") };
const pool = createPool({ ...options, connections: 2 }, log);
/** Who may end the sessions of others. */
const owner = createPool({ url, name: "owner", role: null, connections: 1 }, log);
const database = createDatabase(pool, { publish: unused, once: unused });
const entry = { operation: "clearing.read", forMs: 1_000, byUser: false, clearedBy: ["other.Changed"] };

/** What an instance's cache is told. */
const told: string[][] = [[], []];
const caches = told.map((events): Cache => {
  return {
    around: (route) => route,
    clear: (event) => events.push(event),
    trust: (trusted) => events.push(trusted ? "trust" : "doubt"),
  };
});

const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 200 && !holds(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 50));
};

beforeAll(() => migrate(url, [{ service: "clearing", migrations: [] }], log));

afterAll(() => Promise.all([pool.end(), owner.end()]));

test("an event that one instance hears clears the caches of all, and a lost connection is doubt until it is back", async () => {
  const listening = caches.map((cache) => startClearing(options, "clearing", cache, log));
  await until(() => told.every((events) => events.includes("trust")));
  const [subscription] = clearingSubscriptions("clearing", [entry, entry]);
  await subscription?.handle(memoryEnvelope(), {}, database);
  await until(() => told.every((events) => events.includes("other.Changed")));
  expect(told).toEqual([
    ["trust", "other.Changed"],
    ["trust", "other.Changed"],
  ]);
  await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'clearing'
    and query like 'listen%'`);
  await until(() => told.every((events) => events.length === 4));
  expect(told.map((events) => events.slice(2))).toEqual([
    ["doubt", "trust"],
    ["doubt", "trust"],
  ]);
  await Promise.all(listening.map((one) => one.stop()));
});
