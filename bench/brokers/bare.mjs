// The same journey by hand on each client: stored before it is acknowledged, consumed in batches, acknowledged one by one or
// together as the client likes it best. No keys, no attempts, no dead letters.
import { AckPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect as connectNats } from "@nats-io/transport-node";
import amqp from "amqplib";
import { Redis } from "ioredis";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { createDatabaseIfMissing } from "../platform/database/migrate.ts";

const embedded = async (url, bodies, count) => {
  await createDatabaseIfMissing(url);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const table = `bare_${randomUUID().slice(0, 8)}`;
  await pool.query(`create table ${table} (position bigint generated always as identity primary key, body jsonb not null)`);
  const take = `delete from ${table} where position in
    (select position from ${table} order by position limit 4 for update skip locked) returning body`;
  return async () => {
    const consumer = async () => {
      for (let heard = 0; heard < count; ) heard += (await pool.query(take)).rows.length;
    };
    const done = consumer();
    for (const batch of bodies) {
      await pool.query(`insert into ${table} (body) select item from jsonb_array_elements($1::jsonb) as item`, [`[${batch.join()}]`]);
    }
    await done;
    await pool.end();
  };
};

const redis = async (url, bodies, count) => {
  const [writer, reader] = [new Redis(url), new Redis(url)];
  const stream = `bare-${randomUUID()}`;
  await writer.xgroup("CREATE", stream, "group", "0", "MKSTREAM");
  return async () => {
    const consumer = async () => {
      for (let heard = 0; heard < count; ) {
        const found = await reader.xreadgroup("GROUP", "group", "one", "COUNT", 100, "BLOCK", 5_000, "STREAMS", stream, ">");
        const ids = (found?.[0]?.[1] ?? []).map(([id]) => id);
        if (ids.length > 0) await reader.xack(stream, "group", ...ids);
        heard += ids.length;
      }
    };
    const done = consumer();
    for (const batch of bodies) {
      const step = writer.pipeline();
      for (const body of batch) step.xadd(stream, "*", "event", body);
      await step.exec();
    }
    await done;
    writer.disconnect();
    reader.disconnect();
  };
};

const nats = async (url, bodies, count) => {
  const connection = await connectNats({ servers: new URL(url).host });
  const name = `bare_${randomUUID().slice(0, 8)}`;
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name, subjects: [`${name}.>`] });
  await manager.consumers.add(name, { durable_name: "one", ack_policy: AckPolicy.Explicit });
  const stream = jetstream(connection);
  return async () => {
    const messages = await (await stream.consumers.get(name, "one")).consume();
    const consumer = async () => {
      let heard = 0;
      for await (const message of messages) {
        message.ack();
        heard += 1;
        if (heard === count) return;
      }
    };
    const done = consumer();
    for (const batch of bodies) await Promise.all(batch.map((body) => stream.publish(`${name}.said`, body)));
    await done;
    await connection.close();
  };
};

const rabbitmq = async (url, bodies, count) => {
  const connection = await amqp.connect(url);
  const [writer, reader] = [await connection.createConfirmChannel(), await connection.createChannel()];
  const queue = `bare-${randomUUID()}`;
  await writer.assertQueue(queue, { durable: true, arguments: { "x-queue-type": "quorum" } });
  await reader.prefetch(100);
  return async () => {
    const done = new Promise((resolve) => {
      let heard = 0;
      reader.consume(queue, (message) => {
        reader.ack(message);
        heard += 1;
        if (heard === count) resolve();
      });
    });
    for (const batch of bodies) {
      for (const body of batch) writer.sendToQueue(queue, Buffer.from(body), { persistent: true });
      await writer.waitForConfirms();
    }
    await done;
    await connection.close();
  };
};

export const bare = { embedded, redis, nats, rabbitmq };
