import { describe, expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import type { BrokerName } from "../../src/model/queue.ts";
import { example } from "./architectures.ts";

/** The shop with its queues over these, in their order; the last takes what is left. */
const shopOver = (...brokers: readonly BrokerName[]): Architecture => {
  const shop = example("shop");
  const queues = shop.queues.map((queue, index) => ({ ...queue, broker: brokers[index] ?? brokers.at(-1) ?? "embedded" }));
  return { ...shop, queues };
};

const treeOf = (architecture: Architecture): ReadonlyMap<string, string> =>
  new Map(generate(architecture, { keybeam: "0.1.0" }).map((file) => [file.path, file.content]));

const ADAPTERS: readonly (readonly [name: BrokerName, client: string])[] = [
  ["kafka", "kafkajs"],
  ["nats", "@nats-io/jetstream"],
  ["rabbitmq", "amqplib"],
  ["redis", "ioredis"],
  ["sqs", "@aws-sdk/client-sqs"],
];

describe.each(ADAPTERS)("queues over %s", (name, client) => {
  const tree = treeOf(shopOver(name));

  test("bring its adapter and its client, and those of no other", () => {
    for (const [other, otherClient] of ADAPTERS) {
      const files = [...tree.keys()].filter((path) => path.startsWith(`src/platform/broker/${other}/`));
      expect(files.length > 0, other).toBe(other === name);
      expect(tree.get("package.json")?.includes(`"${otherClient}"`), otherClient).toBe(otherClient === client);
    }
  });

  test("are found by BROKER_URL, and change no service", () => {
    expect(tree.get("src/platform/config.ts")).toContain(`${name}: server("BROKER_URL"`);
    expect(tree.get(".env.example")).toContain("# BROKER_URL=");
    const embedded = treeOf(example("shop"));
    for (const [path, content] of tree) {
      if (/^src\/(?:services|platform\/kernel)\//u.test(path)) expect(content, path).toBe(embedded.get(path));
    }
  });
});

test("each of several brokers has a variable of its own, the embedded one BROKER_URL", () => {
  const config = treeOf(shopOver("nats", "embedded")).get("src/platform/config.ts");
  expect(config).toContain('nats: server("NATS_URL"');
  expect(config).toContain('embedded: read.url("BROKER_URL"');
});

test("embedded queues alone bring no client, no adapter and no dialect of another broker", () => {
  const paths = [...treeOf(example("shop")).keys()].filter((path) => path.startsWith("src/platform/broker/"));
  expect(paths.map((path) => path.slice("src/platform/broker/".length))).toEqual([
    "broker.ts",
    "brokers.ts",
    "claims.ts",
    "consumer.ts",
    "embedded/broker.ts",
    "embedded/statements.ts",
    "embedded/tables.ts",
  ]);
});
