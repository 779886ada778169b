// Runs inside a generated project: the port beside the bare clients, three rounds each, the median counts.
import { randomUUID } from "node:crypto";
import { createEmbeddedBroker } from "../platform/broker/embedded/broker.ts";
import { migrateBroker } from "../platform/broker/embedded/tables.ts";
import { createNatsBroker, prepareNats } from "../platform/broker/nats/broker.ts";
import { createRabbitmqBroker, prepareRabbitmq } from "../platform/broker/rabbitmq/broker.ts";
import { createRedisBroker, prepareRedis } from "../platform/broker/redis/broker.ts";
import { useEmbeddedPostgres } from "../platform/dev/embedded.ts";
import { queueOf } from "../platform/queues.ts";
import { bare } from "./bare.mjs";

const count = Number(process.env.MESSAGES);
const BATCH = 100;
const KEYS = 200;
const silent = () => undefined;
const log = { info: silent, warn: silent, error: silent };

const eventOf = (number) => ({
  id: randomUUID(),
  event: "speaking.Said",
  version: 1,
  key: `key ${number % KEYS}`,
  payload: "x".repeat(250),
  envelope: { user: null, tenant: null, requestId: "bench", traceparent: "" },
});

const events = Array.from({ length: count }, (_, number) => eventOf(number));
const batches = Array.from({ length: Math.ceil(count / BATCH) }, (_, at) => events.slice(at * BATCH, (at + 1) * BATCH));

/** Messages a second. */
const timed = async (work) => {
  const begun = performance.now();
  await work();
  return Math.round((count * 1_000) / (performance.now() - begun));
};

const throughPort = async ({ open, prepare }, url) => {
  const queue = { ...queueOf("speaking.Said"), name: "bench", retainMs: 3_600_000 };
  const subscriptions = [{ event: "speaking.Said", subscriber: "hearing.note" }];
  const routes = { system: `bench-${randomUUID().slice(0, 8)}`, subscriptions, queueOf: () => queue };
  await prepare(url, routes, log);
  const broker = await open(url, routes, log);
  let heard = 0;
  let finish = silent;
  const all = new Promise((resolve) => {
    finish = resolve;
  });
  const handle = async () => {
    heard += 1;
    if (heard === count) finish();
    return { kind: "done" };
  };
  const consumer = await broker.consume({ subscribers: ["hearing.note"], atOnce: 4, leaseMs: 30_000, handle });
  const rate = await timed(async () => {
    for (const batch of batches) await broker.publish(batch.map((event) => ({ ...event, id: randomUUID() })));
    await all;
  });
  await consumer.stop();
  await broker.close();
  return rate;
};

const median = (rates) => [...rates].sort((a, b) => a - b)[Math.floor(rates.length / 2)];

const postgres = await useEmbeddedPostgres(".data/bench");
const candidates = [
  {
    name: "embedded",
    url: postgres.urlOf("bench"),
    open: async (url, routes, to) => createEmbeddedBroker(`${url}_${routes.system}`, routes, to),
    prepare: (url, routes) => migrateBroker(`${url}_${routes.system}`, routes.subscriptions),
  },
  { name: "redis", url: process.env.REDIS_URL, open: createRedisBroker, prepare: prepareRedis },
  { name: "nats", url: process.env.NATS_URL, open: createNatsBroker, prepare: prepareNats },
  { name: "rabbitmq", url: process.env.RABBITMQ_URL, open: createRabbitmqBroker, prepare: prepareRabbitmq },
];
const bodies = batches.map((batch) => batch.map((event) => JSON.stringify(event)));

console.log(`${count} messages of about 400 bytes, ${KEYS} keys, batches of ${BATCH}; messages a second, median of 3\n`);
console.log("| broker | port | bare client | ratio |\n| --- | --- | --- | --- |");
for (const candidate of candidates) {
  if (candidate.url === undefined) {
    console.log(`| ${candidate.name} | not run | not run | |`);
    continue;
  }
  const [port, alone] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    port.push(await throughPort(candidate, candidate.url));
    alone.push(await timed(await bare[candidate.name](candidate.url, bodies, count)));
  }
  const [ours, theirs] = [median(port), median(alone)];
  console.log(`| ${candidate.name} | ${ours} | ${theirs} | ${(ours / theirs).toFixed(2)} |`);
}
postgres.release();
process.exit(0);
