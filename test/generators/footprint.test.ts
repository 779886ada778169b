import { describe, expect, test } from "vitest";
import { footprint } from "../../src/generators/index.ts";
import { example, shopInTwo } from "./architectures.ts";

describe("the footprint", () => {
  test("of one process has no hop", () => {
    expect(footprint(example("shop"))).toMatchObject({ gateway: false, calls: [], databases: 2, instances: 2, memoryMiB: 512 });
    expect(footprint(example("notes"))).toMatchObject({ databases: 1, connections: 24 });
  });

  test("of two processes names each call between them, and how its contract lets it fail", () => {
    const { calls, gateway } = footprint(shopInTwo());
    expect(gateway).toBe(true);
    expect(calls.map(({ caller, method, within }) => [caller, method, within])).toEqual([
      ["orders", "catalog.Product.get", []],
      ["orders", "catalog.releaseStock", []],
      ["orders", "catalog.reserveStock", ["orders.place"]],
    ]);
    expect(calls[2]).toMatchObject({ kind: "command", idempotency: "key", timeoutMs: 800, retries: 2, fallback: "fail", undo: "releaseStock" });
    expect(calls[0]).toMatchObject({ kind: "query", idempotency: "natural" });
  });

  test("of services that live together has no call between them", () => {
    const together = example("shop", { topology: "hybrid", deploy: { units: { core: { services: ["catalog", "orders"] } } } });
    expect(footprint(together).calls).toEqual([]);
  });

  test("counts a process and a database for each service of microservices", () => {
    expect(footprint(example("shop", { topology: "microservices" }))).toMatchObject({ databases: 6, instances: 12, connections: 120 });
  });
});
