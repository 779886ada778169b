import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { develop, nothingRuns } from "./support/backend.ts";
import { keybeam, mustRun, start } from "./support/command.ts";
import { MUTANTS, mutantTest } from "./support/mutants-of-brokers.ts";
import { install, newFromExample, newFromSpec, type Project } from "./support/project.ts";
import {
  has,
  RABBITMQ,
  type Server,
  startKafkaMock,
  startNats,
  startRabbitmq,
  startRedis,
  startSqsEmulator,
} from "./support/servers.ts";
import { orderMugs } from "./support/stories.ts";
import { eventually } from "./support/wait.ts";

const shop = readFileSync(fileURLToPath(new URL("../../examples/shop/architecture.yaml", import.meta.url)), "utf8");

/** The shop with its events spread over brokers. */
const shopOver = (queues: string): string =>
  shop.replace(/^queues:\n(?: .*\n)+/mu, `queues:\n${queues.replace(/^/gmu, "  ")}\n`);

interface Candidate {
  readonly name: string;
  readonly program: string;
  readonly start: () => Promise<Server>;
}

const candidates: readonly Candidate[] = [
  { name: "kafka", program: "kcat", start: startKafkaMock },
  { name: "nats", program: "nats-server", start: startNats },
  { name: "rabbitmq", program: RABBITMQ, start: startRabbitmq },
  { name: "redis", program: "redis-server", start: startRedis },
  { name: "sqs", program: "node", start: startSqsEmulator },
];

const AWS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "eu-central-1" };

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** How the tests of one file of the project ended, by their full names. */
const resultsOf = async (
  { folder }: Project,
  file: string,
  only: string,
  env: Readonly<Record<string, string>> = {},
) => {
  const report = join(folder, `results-${process.hrtime.bigint()}.json`);
  const args = ["run", file, "--reporter=json", `--outputFile=${report}`, "-t", only];
  const running = start(join(folder, "node_modules/.bin/vitest"), args, { cwd: folder, env });
  await running.exited;
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  return { results: testResults.flatMap((one) => one.assertionResults), said: running.output() };
};

describe("the brokers", () => {
  let project: Project;
  let ofKafka: ReturnType<typeof suiteOf>;
  const servers = new Map<string, Server>();
  const suiteOf = (only: string) => {
    const urls = Object.fromEntries([...servers].map(([name, { url }]) => [`TEST_${name.toUpperCase()}_URL`, url]));
    return resultsOf(project, "src/platform/test/broker.test.ts", only, { ...AWS, ...urls });
  };
  beforeAll(async () => {
    const queues = ["orders.OrderPlaced", "orders.OrderCancelled", "payments.PaymentSettled", "payments.PaymentFailed"]
      .map((event, index) => `over-${index}: { carries: [${event}], broker: ${["rabbitmq", "nats", "redis", "kafka"][index]} }`)
      .join("\n");
    const spec = shopOver(queues).replace("PaymentFailed: {", "PaymentLate: { fields: { payment: uuid } }\n      PaymentFailed: {");
    project = newFromSpec(spec.replace("\nqueues:\n", "\nqueues:\n  over-sqs: { carries: [payments.PaymentLate], broker: sqs }\n"));
    install(project);
    for (const { name, program, start } of candidates) if (has(program)) servers.set(name, await start());
    // Groups of Kafka take their time to form: meanwhile all else is tried.
    ofKafka = suiteOf("the broker kafka");
  });
  afterAll(async () => {
    await ofKafka;
    await Promise.all([...servers.values()].map((server) => server.stop()));
    project.remove();
  });

  test("are generated clean, all of them in one project", () => {
    mustRun("npm", ["run", "lint"], { cwd: project.folder });
    mustRun("npm", ["run", "check"], { cwd: project.folder });
  });

  const held = ({ results, said }: Awaited<typeof ofKafka>, names: readonly string[]): void => {
    for (const name of names) {
      const mine = results.filter((one) => one.fullName.startsWith(`the broker ${name} `));
      expect(mine.filter((one) => one.status === "failed"), said).toEqual([]);
      expect(mine.filter((one) => one.status === "passed").length, name).toBeGreaterThanOrEqual(10);
    }
  };

  test("do what one suite asks of each, on real servers or what stands in for them", async () => {
    const others = [...servers.keys()].filter((name) => name !== "kafka");
    held(await suiteOf("the broker (?!kafka)"), ["embedded", ...others]);
  });

  test("fail that suite when they are broken", async () => {
    writeFileSync(join(project.folder, "src/platform/test/mutants.test.ts"), mutantTest);
    const rig = join(project.folder, "src/platform/test/broker-rig.ts");
    writeFileSync(rig, readFileSync(rig, "utf8").replace("timeout: 40_000", "timeout: 6_000"));
    const only = MUTANTS.map(({ name, fails }) => `the broker ${name}.*${fails}`).join("|");
    const { results, said } = await resultsOf(project, "src/platform/test/mutants.test.ts", only);
    for (const { name, fails } of MUTANTS) {
      const [found] = results.filter((one) => one.fullName.startsWith(`the broker ${name} `) && one.fullName.includes(fails));
      expect(found?.status, `${name}\n${said}`).toBe("failed");
    }
  });

  test.skipIf(!has("kcat"))("do what that suite asks over Kafka", async () => held(await ofKafka, ["kafka"]));
});

describe("a shop over RabbitMQ, NATS and Redis", () => {
  const programs = [RABBITMQ, "nats-server", "redis-server"];
  test.skipIf(!programs.map(has).every(Boolean))("loses nothing when all three are killed, and needs no restart", async () => {
    const queues = [
      "placed: { carries: [orders.OrderPlaced], broker: rabbitmq }",
      "cancelled: { carries: [orders.OrderCancelled], broker: nats }",
      "settled: { carries: [payments.PaymentSettled, payments.PaymentFailed], broker: redis }",
    ];
    const project = newFromExample("shop");
    writeFileSync(join(project.folder, "architecture.yaml"), shopOver(queues.join("\n")));
    keybeam(["generate"], { cwd: project.folder });
    const servers = [await startRabbitmq(), await startNats(), await startRedis()];
    const [rabbitmq = "", nats = "", redis = ""] = servers.map(({ url }) => url);
    try {
      install(project);
      const env = { RABBITMQ_URL: rabbitmq, NATS_URL: nats, REDIS_URL: redis };
      const backend = await develop(project, 1, env);
      const orders = await orderMugs(backend, 4);
      await orders.place(0);
      await orders.place(1);
      const payment = await orders.payment(0);
      await orders.payment(1);
      expect(await orders.stock()).toBe(2);
      await Promise.all(servers.map((server) => server.kill()));
      await orders.place(2);
      await orders.settle(payment);
      await orders.cancel(1);
      expect(await orders.order(2)).toMatchObject({ status: "placed" });
      expect(await orders.stock()).toBe(1);
      await Promise.all(servers.map((server) => server.restart()));
      await orders.payment(2);
      await eventually("the order is paid", async () => (await orders.order(0))["status"] === "paid");
      await eventually("the stock is back", async () => (await orders.stock()) === 2);
      backend.process.signal("SIGINT");
      await backend.process.exited;
      await nothingRuns(project);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
      project.remove();
    }
  });
});
