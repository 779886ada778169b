import type { PlatformNeeds } from "./view.ts";

/** Parts of the platform, by the beginning of their path, and the need that brings them. */
const PARTS: readonly (readonly [path: string, need: keyof PlatformNeeds])[] = [
  ["auth/published-keys.ts", "publishedKeys"],
  ["auth/", "accounts"],
  ["broker/kafka/", "kafka"],
  ["broker/lanes.ts", "lanes"],
  ["broker/nats/", "nats"],
  ["broker/rabbitmq/", "rabbitmq"],
  ["broker/redis/", "redis"],
  ["broker/sqs/", "sqs"],
  ["broker/unreachable.ts", "externalBrokers"],
  ["broker/wire.ts", "externalBrokers"],
  ["broker/", "events"],
  ["database/confine.ts", "ownDatabases"],
  ["database/once.ts", "idempotency"],
  ["database/purge.ts", "purge"],
  ["events.ts", "events"],
  ["dev/lines.ts", "gateway"],
  ["gateway/", "gateway"],
  ["kernel/breaker.ts", "calls"],
  ["dev/emulator/queues.ts", "functionEvents"],
  ["dev/emulator/", "functions"],
  ["functions/events.ts", "functionEvents"],
  ["functions/sqs.ts", "functionEvents"],
  ["functions/queues.ts", "functionEvents"],
  ["functions/relay.ts", "functionEvents"],
  ["functions/invoke.ts", "invocations"],
  ["functions/", "functions"],
  ["kernel/call.ts", "calls"],
  ["kernel/fallback.ts", "calls"],
  ["kernel/client.ts", "links"],
  ["kernel/events.ts", "events"],
  ["kernel/saga.ts", "sagas"],
  ["loop.ts", "purge"],
  ["outbox/", "events"],
  ["queues.ts", "events"],
  ["remote/", "remote"],
  ["test/broker", "events"],
  ["test/outage.ts", "events"],
  ["test/functions.test.ts", "functionQueues"],
  ["test/http-events.test.ts", "functions"],
  ["test/calls.test.ts", "remote"],
  ["test/gateway.test.ts", "gateway"],
  ["test/lines.test.ts", "gateway"],
  ["test/events.test.ts", "events"],
  ["test/once.test.ts", "idempotency"],
  ["test/purge.test.ts", "purge"],
  ["test/roles.test.ts", "roles"],
  ["test/saga.test.ts", "sagas"],
  ["test/tokens.test.ts", "edDsa"],
];

/** Whether a file of the platform does anything for this spec; what is not named above always does. */
export const isNeeded = (path: string, needs: PlatformNeeds): boolean => {
  const part = PARTS.find(([prefix]) => path.startsWith(`src/platform/${prefix}`));
  return part === undefined || needs[part[1]];
};
