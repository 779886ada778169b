import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { generate, impact } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { readSpec } from "../../src/spec/index.ts";
import { shopInMany } from "./architectures.ts";

const shop = readFileSync("examples/shop/architecture.yaml", "utf8");

/** shop whose orders are asked in these styles. */
const asked = (styles: string, topology = "modular-monolith"): Architecture => {
  const text = shop.replace(/^topology: .*$/m, `topology: ${topology}`).replace(/( {2}orders:\n[\s\S]*?\n {4}api:\n)/, `$1      style: ${styles}\n`);
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return architecture;
};
const filesOf = (architecture: Architecture) => new Map(generate(architecture, { keybeam: "0.1.0" }).map(({ path, content }) => [path, content]));

describe("operations by name", () => {
  test("are not there where nobody asks for them", () => {
    const files = filesOf(asked("rest"));
    expect([...files.keys()].filter((path) => /rpc|http\/routes\.|graphql/u.test(path))).toEqual([]);
    expect([...files].filter(([path, text]) => path.endsWith(".ts") && /\brpc\b|publicRoutes/u.test(text)).map(([path]) => path)).toEqual([]);
  });

  test("are routed by the gateway and by the cloud, each to its own unit", () => {
    const gateway = filesOf(asked("[rest, rpc]", "microservices")).get("src/apps/gateway/routes.ts") ?? "";
    expect(gateway.match(/path: "\/rpc\/[^"]+"/gu)).toContain('path: "/rpc/orders.place"');
    expect(gateway).toContain('path: "/v1/orders/:id/place"');
    expect(gateway).not.toContain("/rpc/catalog");
    const template = filesOf(asked("[rest, rpc]", "serverless")).get("deploy/functions.yaml") ?? "";
    expect(template).toContain("/rpc/orders.Order.create");
  });

  test("alone leave the paths out of what is routed, tested and promised", () => {
    const files = filesOf(asked("rpc", "microservices"));
    expect(files.get("src/apps/gateway/routes.ts")).not.toContain("/v1/orders");
    expect(files.get("src/apps/gateway/routes.ts")).toContain("/rpc/orders.Order.get");
    expect(files.get("test/grants.test.ts")).not.toContain("/v1/orders");
    expect([...files.keys()]).not.toContain("test/orders.test.ts");
    expect(files.get("test/rpc.test.ts")).toContain('namedTransition("orders.place"');
    expect(files.get("test/support/samples.ts")).toContain('"/rpc/orders.Order.create"');
  });

  test("leave services as they are", () => {
    const services = (architecture: Architecture) => [...filesOf(architecture)].filter(([path]) => path.startsWith("src/services/"));
    expect(services(asked("rpc", "microservices"))).toEqual(services(shopInMany()));
  });

  test("that come break nobody, and paths that go break whoever asked by them", () => {
    const briefly = (was: string, now: string) =>
      impact(asked(was), asked(now), []).endpoints.map(({ change, breaking, name }) => `${breaking ? "!" : ""}${change} ${name}`);
    expect(briefly("rest", "[rest, rpc]")).toContain("added POST /rpc/orders.place");
    expect(briefly("rest", "[rest, rpc]").filter((one) => !one.startsWith("added POST /rpc/orders."))).toEqual([]);
    expect(briefly("[rest, graphql]", "rest")).toContain("!removed POST /graphql/orders (orders.place)");
    expect(briefly("rest", "rpc")).toContain("!removed POST /v1/orders/:id/place");
  });
});

describe("operations over GraphQL", () => {
  const schemaOf = (files: ReadonlyMap<string, string>) => files.get("docs/graphql/orders.graphql") ?? "";

  test("are one schema a service, documented as it is served", () => {
    const files = filesOf(asked("[rest, graphql]"));
    const schema = schemaOf(files);
    expect(schema).toContain("  order(id: ID!): Order\n");
    expect(schema).toContain("  orders(first: Int, after: String, sort: OrderSort, filter: OrderFilter): OrderConnection\n");
    expect(schema).toContain("  place(id: ID!, version: Int): Order\n");
    expect(schema).toMatch(/type Order \{[^}]* customer: ID!\n[^}]* lines: \[OrderLine!\]!\n/u);
    expect(files.get("src/services/orders/api/graphql.ts")).toContain(schema);
    expect(JSON.parse(files.get("package.json") ?? "").dependencies.graphql).toBe("16.15.0");
    expect([...files.keys()].filter((path) => path.startsWith("docs/graphql/"))).toEqual(["docs/graphql/orders.graphql"]);
  });

  test("are asked at one path in every topology, which is anybody's to ask", () => {
    expect(filesOf(asked("[rest, graphql]", "microservices")).get("src/apps/gateway/routes.ts")).toContain('path: "/graphql/orders"');
    expect(filesOf(asked("[rest, graphql]", "serverless")).get("deploy/functions.yaml")).toContain("/graphql/orders");
    expect(filesOf(asked("[rest, graphql]")).get("src/platform/auth/grants.ts")).toMatch(/anonymous[^;]*"orders\.graphql"/u);
  });

  test("leave services the same in every topology, and bring no calls by name", () => {
    const services = (topology: string) => [...filesOf(asked("[rest, graphql]", topology))].filter(([path]) => path.startsWith("src/services/"));
    expect(services("microservices")).toEqual(services("serverless"));
    expect(filesOf(asked("[rest, graphql]")).get("src/platform/http/routes.ts")).not.toContain("calledByName");
    expect(filesOf(asked("graphql", "microservices")).get("src/apps/gateway/routes.ts")).not.toContain("/v1/orders");
  });

  test.each(["graphql", "graphQl"])("leave no operation named %s without a guard: the name is taken", (name) => {
    const clashes = (styles: string) => {
      const text = shop
        .replace(/( {2}orders:\n[\s\S]*?\n {4}api:\n)/, `$1      style: ${styles}\n`)
        .replace(/( {2}orders:\n[\s\S]*?\n {4}operations:\n)/, `$1      ${name}: { kind: command, input: { id: uuid }, http: POST /graph-of-orders }\n`);
      return readSpec(text, "architecture.yaml")[1].filter(({ rule }) => rule === "name-clash");
    };
    expect(clashes("[rest, graphql]")).toHaveLength(1);
    expect(clashes("[rest, rpc]")).toEqual([]);
  });
});
