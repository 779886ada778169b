import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { example } from "./architectures.ts";

const withJob = (topology: string, cron = "0 3 * * *"): Architecture => {
  const shop = example("shop", { topology });
  const services = shop.services.map((service) => {
    if (service.name !== "orders") return service;
    const [pattern] = service.operations.filter((one) => one.name === "quote");
    if (pattern === undefined) throw new Error("no quote");
    const expire = { ...pattern, name: "expireDrafts", http: null, kind: "command" as const, input: [], output: [], errors: [] };
    const jobs = [{ name: "nightly", operation: "expireDrafts", cron, zone: "Europe/Berlin" }];
    return { ...service, operations: [...service.operations, expire], jobs };
  });
  return { ...shop, services };
};

const contentOf = (architecture: Architecture) => {
  const files = generate(architecture, { keybeam: "0.1.0" });
  return (path: string): string => files.find((file) => file.path === path)?.content ?? "";
};

test("a spec without jobs gets nothing that runs them", () => {
  const files = generate(example("shop"), { keybeam: "0.1.0" });
  expect(files.filter(({ path, content }) => path.includes("jobs") || /croner|_job/u.test(content))).toEqual([]);
});

test("a job is the same in every topology, and its service lists it", () => {
  const lists = ["modular-monolith", "serverless"].map((topology) =>
    contentOf(withJob(topology))("src/services/orders/service.ts"),
  );
  expect(new Set(lists).size).toBe(1);
  expect(lists[0]).toContain('zone: "Europe/Berlin"');
  expect(lists[0]).toContain("clientOf({ ...ports, database }).expireDrafts(envelope, {})");
});

test("a step without an end is written as the range that it means", () => {
  expect(contentOf(withJob("monolith", "5/15 1,2/3 * * 1-5"))("src/services/orders/service.ts")).toContain('cron: "5-59/15 1,2-23/3 * * 1-5"');
});

test("functions are run every minute for what is due, only those of the service that has jobs", () => {
  const template = contentOf(withJob("serverless"))("deploy/functions.yaml");
  expect(template).toMatch(/OrdersJobsSchedule:\s+Type: \S+\s+Properties:\s+ScheduleExpression: rate\(1 minute\)/u);
  expect(template.split('{"task":"jobs"}')).toHaveLength(2);
});
