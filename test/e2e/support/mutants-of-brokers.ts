/** Faults that a broker could have, and the test of the suite that each must fail. */
export const MUTANTS = [
  { name: "acks-first", fails: "what an instance had at hand when it was killed comes again" },
  { name: "breaks-order", fails: "events of one key come one after the other, in order" },
  { name: "drops-dead-letters", fails: "a dead letter is kept with its reason" },
  { name: "never-redelivers", fails: "what is tried again comes after its delay" },
] as const;

/** A test of a generated project: its suite on the embedded broker, broken in one way after the other. */
export const mutantTest = `import type { Broker, Handle } from "../broker/broker.ts";
import { createEmbeddedBroker } from "../broker/embedded/broker.ts";
import { migrateBroker } from "../broker/embedded/tables.ts";
import { describeBroker } from "./broker-suite.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const handling = (change: (handle: Handle) => Handle) => (broker: Broker): Broker => ({
  ...broker,
  consume: (consumption) => broker.consume({ ...consumption, handle: change(consumption.handle) }),
});

const keys = new Map<string, string>();
const withoutKeys = (broker: Broker): Broker => ({
  ...handling((handle) => (message) => handle({ ...message, key: keys.get(message.id) ?? message.key }))(broker),
  publish: (events) => {
    for (const event of events) keys.set(event.id, event.key);
    return broker.publish(events.map((event) => ({ ...event, key: event.id })));
  },
});

const mutants: Readonly<Record<string, (broker: Broker) => Broker>> = {
  "acks-first": handling((handle) => async (message) => {
    void handle(message);
    return { kind: "done" };
  }),
  "breaks-order": withoutKeys,
  "drops-dead-letters": handling((handle) => async (message) => {
    const how = await handle(message);
    return how.kind === "bury" ? { ...how, keep: false } : how;
  }),
  "never-redelivers": handling((handle) => async (message) => {
    const how = await handle(message);
    return how.kind === "retry" ? { kind: "done" } : how;
  }),
};

for (const [name, broken] of Object.entries(mutants)) {
  describeBroker({
    name,
    url,
    open: async (at, routes, log) => broken(createEmbeddedBroker(\`\${at}_\${routes.system}\`, routes, log)),
    prepare: (at, routes) => migrateBroker(\`\${at}_\${routes.system}\`, routes.subscriptions),
    forget: () => Promise.resolve(),
    movable: true,
    shortestRetentionMs: 1,
  });
}
`;
