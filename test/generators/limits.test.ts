import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { example } from "./architectures.ts";

const options = { keybeam: "0.1.0" };

const limited = (topology: string, more: object = {}) => {
  const api = { rateLimit: "300/min per client", ...more };
  const files = generate(example("shop", { api, topology, deploy: { target: "kubernetes" } }), options);
  return (path: string): string => files.find((file) => file.path === path)?.content ?? "";
};

test("a spec without a limit gets nothing that counts", () => {
  const files = generate(example("shop"), options);
  expect(files.filter((file) => /limit/iu.test(file.path)).map((file) => file.path)).toEqual([]);
  expect(files.filter((file) => /limiter|_limits/u.test(file.content)).map((file) => file.path)).toEqual([]);
});

test("the limits of the system and of a service stand in one table", () => {
  const shop = example("shop", { api: { rateLimit: "300/min" } });
  const services = shop.services.map((service) =>
    service.name === "orders" ? { ...service, api: { ...service.api, rateLimit: { count: 60, perMs: 60_000, by: "ip" as const } } } : service,
  );
  const table = generate({ ...shop, services }, options).find((file) => file.path.endsWith("limits/limits.ts"))?.content;
  expect(table).toContain('{ name: "all", service: null, count: 300, windowMs: 60_000, by: "client" }');
  expect(table).toContain('{ name: "orders", service: "orders", count: 60, windowMs: 60_000, by: "ip" }');
});

test.each([
  ["modular-monolith", ["src/platform/process.ts"]],
  ["microservices", ["src/platform/gateway/gateway.ts"]],
  // What runs processes is there in every topology.
  ["serverless", ["src/platform/process.ts", "src/platform/functions/instance.ts"]],
])("in %s those count who let requests in, and nobody else", (topology, counting) => {
  const content = limited(topology);
  const places = ["src/platform/process.ts", "src/platform/gateway/gateway.ts", "src/platform/functions/instance.ts"];
  expect(places.filter((path) => content(path).includes("openLimiter"))).toEqual(counting);
  expect(content("src/apps/migrate.ts")).toContain("prepareCounter(readLimits(env).url)");
});

test("a gateway is told where it counts, and whose word on addresses is good", () => {
  const content = limited("microservices");
  expect(content("deploy/compose.yaml")).toContain("LIMITS_URL: postgres://shop:${POSTGRES_PASSWORD}@postgres:5432/shop_limits");
  expect(content("deploy/kubernetes/gateway.yaml")).toContain("key: LIMITS_URL");
  expect(content("deploy/kubernetes/gateway.yaml")).toContain('{ name: TRUSTED_PROXIES, value: "uniquelocal" }');
  expect(content("deploy/kubernetes/orders.yaml")).not.toContain("LIMITS_URL");
  expect(content("deploy/kubernetes/migrate.yaml")).toContain("key: LIMITS_URL");
});

test("pages of other origins may read the limits", () => {
  expect(limited("modular-monolith", { cors: ["https://shop.example"] })("src/platform/http/server.ts")).toContain('"ratelimit"');
});

test("what is turned away can be read by pages of other origins, too", () => {
  const server = limited("modular-monolith", { cors: ["https://shop.example"] })("src/platform/http/server.ts");
  expect(server.indexOf("server.register(cors")).toBeGreaterThan(0);
  expect(server.indexOf("limitLoad(server)")).toBeGreaterThan(server.indexOf("server.register(cors"));
});
