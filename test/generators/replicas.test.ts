import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { generate } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { ungenerated } from "../../src/spec/ungenerated.ts";
import { example } from "./architectures.ts";

const TOPOLOGIES = ["monolith", "modular-monolith", "microservices", "serverless", "hybrid"];
const withReplicas = (changes: Readonly<Record<string, unknown>> = {}): Architecture => example("shop", { data: { replicas: 2 }, ...changes });
const treeOf = (architecture: Architecture): ReadonlyMap<string, string> => new Map(generate(architecture, { keybeam: "0.1.0" }).map(({ path, content }) => [path, content]));
const contentOf = (architecture: Architecture, path: string): string => treeOf(architecture).get(path) ?? "";

describe("queries on replicas", () => {
  const routes = contentOf(withReplicas(), "src/services/orders/api/orders.routes.ts");

  test("read there, and what decides a write does not", () => {
    expect(routes.match(/\w+\(reading\(ports, envelope\)/gu)).toEqual(["listOrders(reading(ports, envelope)", "getOrder(reading(ports, envelope)"]);
    const wired = contentOf(withReplicas(), "src/services/catalog/service.ts");
    expect(wired).toContain("getProduct(reading(ports, envelope), id)");
    expect(wired).toContain("reserveStock({ ...ports, database }, envelope, input)");
    expect(wired).toContain("return noting(needs.database, {");
  });

  test("do not read there what is kept", () => {
    const cached = withReplicas({ cache: { entries: { "orders.Order.get": { for: "5m" } } } });
    const kept = contentOf(cached, "src/services/orders/api/orders.routes.ts");
    expect(kept.match(/\w+\(reading\(ports, envelope\)/gu)).toEqual(["listOrders(reading(ports, envelope)"]);
  });

  test("are the same bytes in every topology, cached or not", () => {
    const cache = { entries: { "catalog.Product.get": { for: "5m" } } };
    const trees = TOPOLOGIES.map((topology) => treeOf(withReplicas({ topology, cache })));
    const shared = (tree: ReadonlyMap<string, string>) => new Map([...tree].filter(([path]) => /^src\/(?:services\/(?!accounts)|platform\/kernel\/replicas)/u.test(path)));
    for (const tree of trees.slice(1)) expect(shared(tree)).toEqual(shared(trees[0] ?? new Map()));
    expect(trees[0]?.has("src/platform/kernel/replicas.ts")).toBe(true);
  });

  test("are nowhere where the spec asks for none, or nothing is stored", () => {
    const plain = example("shop");
    const text = [...treeOf(plain)].map(([path, content]) => `${path} ${content}`).join("\n");
    expect(text).not.toMatch(/replicas\.ts|reading\(ports|REPLICA_URLS|_written/u);
    expect(contentOf(plain, "src/services/orders/api/orders.routes.ts")).not.toBe(routes);
    const empty = { ...withReplicas(), services: [], units: [] };
    expect(ungenerated(empty).map(({ message }) => message)).toContain("`data.replicas` says from where queries read entities, and there are none.");
    expect(ungenerated(withReplicas()).map(({ message }) => message).join()).not.toContain("data.replicas");
  });
});

test("the compose file runs as many replicas as the spec says, and tells each unit of them under its own login", () => {
  const tree = treeOf(withReplicas({ deploy: { target: "compose" } }));
  const { services, volumes } = parse(tree.get("deploy/compose.yaml") ?? "");
  expect(services.postgres.command).toContain("hba_file=/etc/postgresql/pg_hba.conf");
  expect(services["postgres-replica-2"].command).toEqual(services.postgres.command.slice(1, 5));
  expect(volumes).toHaveProperty("postgres-replica-2");
  expect(services.shop.environment.DATABASE_REPLICA_URLS).toBe(
    [1, 2].map((number) => `postgres://shop_shop_login:\${SHOP_DATABASE_PASSWORD}@postgres-replica-${number}:5432/shop`).join(","),
  );
  expect(tree.get("deploy/postgres/pg_hba.conf")).toContain("\nhost replication shop all scram-sha-256\n");
  expect(tree.get("deploy/.env.example")).not.toContain("REPLICA");
});

test("a cluster names them in the Secret of each unit, functions by a secret of their own", () => {
  const cluster = treeOf(withReplicas({ topology: "microservices", deploy: { target: "kubernetes" } }));
  expect(cluster.get("deploy/kubernetes/orders.yaml")).toContain("secretKeyRef: { name: orders-secrets, key: DATABASE_REPLICA_URLS }");
  expect(cluster.get("deploy/kubernetes/kustomization.yaml")).toContain("@${DATABASE_REPLICA_2_HOST}:5432/shop");
  const functions = contentOf(withReplicas({ topology: "serverless" }), "deploy/functions.yaml");
  expect(functions).toContain("ORDERS_DATABASE_REPLICA_URLS_SECRET: !Ref OrdersDatabaseReplicaUrlsSecretArn");
});
