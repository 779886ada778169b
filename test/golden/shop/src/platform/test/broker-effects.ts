import { expect, test } from "vitest";
import { startConsumer } from "../broker/consumer.ts";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { quoted, roleOf } from "../database/schema.ts";
import { ok } from "../kernel/result.ts";
import type { Subscription } from "../kernel/world.ts";
import { eventOf, eventually, log, pause, type Rig } from "./broker-rig.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const SERVICE = "hearing";

const subscription: Subscription = {
  event: "speaking.Said",
  name: "hearing.note",
  version: 1,
  payload: { type: "integer" },
  timeoutMs: 5_000,
  handle: async (_envelope, payload, database) => {
    const note = { name: "note", text: `insert into ${quoted(SERVICE)}."notes" values ($1)` };
    await database.run(note, [payload]);
    return ok(null);
  },
};

/** What a consumer makes of messages, in its own database. */
export const describeEffects = ({ instance, fresh }: Rig): void => {
  test("an event that comes twice takes effect once; one that does not fit its schema, or says nothing of its request, is put aside", async () => {
    const up = `create table ${quoted(SERVICE)}."notes" (number int not null)`;
    await migrate(url, [{ service: SERVICE, migrations: [{ id: "0001", up, down: "" }] }], log);
    const pool = createPool({ url, name: SERVICE, role: roleOf(SERVICE), connections: 4 }, log);
    const unused = (): Promise<never> => Promise.reject(new Error("Nothing is published or kept here."));
    const database = createDatabase(pool, { publish: unused, once: unused });
    const { broker } = await instance(await fresh());
    const consumer = await startConsumer({ service: SERVICE, subscriptions: [subscription], database, broker, log });
    const noted = async (): Promise<readonly number[]> =>
      (await pool.query<{ number: number }>(`select number from ${quoted(SERVICE)}."notes" order by number`)).rows.map(
        ({ number }) => number,
      );
    try {
      const [twice, poison] = [eventOf(1), { ...eventOf(0), payload: "poison" }];
      await broker.publish([twice, poison]);
      await eventually(async () => expect(await noted()).toEqual([1]));
      await broker.publish([twice, eventOf(2)]);
      await eventually(async () => expect(await noted()).toEqual([1, 2]));
      await pause(300);
      expect(await noted()).toEqual([1, 2]);
      const [dead] = await broker.deadLetters.list();
      expect(dead).toMatchObject({ ...poison, attempts: 1, reason: expect.stringContaining("does not fit") });
      await broker.publish([{ ...eventOf(3), envelope: JSON.parse("{}") }, eventOf(4)]);
      await eventually(async () => expect(await noted()).toEqual([1, 2, 4]));
      expect(await broker.deadLetters.list()).toHaveLength(2);
    } finally {
      await consumer.stop();
      await pool.query(`delete from ${quoted(SERVICE)}."notes"`);
      await pool.end();
    }
  });
};
