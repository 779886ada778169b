import { expect, test } from "vitest";
import { memoryEnvelope } from "../../../platform/kernel/deadline.ts";
import { checked } from "../../../platform/kernel/json.ts";
import { memoryWorld } from "../../../platform/kernel/memory.ts";
import { ok } from "../../../platform/kernel/result.ts";
import type { CatalogClient } from "../../catalog/contract.ts";
import { stepsOfPlace } from "../application/place.ts";
import { pricedNow } from "../application/prices.ts";
import { memoryRepositories } from "../data/memory.ts";
import { newOrder } from "../domain/order.ts";

const world = memoryWorld();
const euros = (amount: string) => ({ amount, currency: "EUR" });

/** What placing an order of two mugs gives, where a mug costs 12.50 and the order says this of it. */
const placed = async (price: string, total: string, times = 1, asked: unknown[] = []) => {
  const reserved: unknown[] = [];
  const catalog = checked<CatalogClient>({
    getProduct: async (_envelope: unknown, input: unknown) => {
      asked.push(input);
      return ok({ price: euros("12.50") });
    },
    reserveStock: async (_envelope: unknown, input: unknown) => ok(reserved.push(input)),
  });
  const ports = { ...world, repositories: memoryRepositories(world), catalog };
  const lines = Array.from({ length: times }, () => ({ product: "mug", quantity: 2, price: euros(price) }));
  const order = newOrder({ customer: "alice", lines, total: euros(total) }, "order", world.now(), world.newId);
  const steps = stepsOfPlace(ports, order);
  if (!steps.ok) throw new Error(steps.failure.message);
  for (const step of steps.value) {
    const result = await step.run({ ...memoryEnvelope(), service: "tests" });
    if (!result.ok) return result.failure.code;
  }
  return reserved;
};

test("an order is placed at the prices of the catalog", async () => {
  expect(await placed("12.50", "25.00")).toEqual([{ order: "order", lines: [{ product: "mug", quantity: 2 }] }]);
});

test("the catalog is asked once for a product that many lines name", async () => {
  const asked: unknown[] = [];
  expect(await placed("12.50", "75.00", 3, asked)).toHaveLength(1);
  expect(asked).toEqual([{ id: "mug" }]);
});

test("of many products the catalog is asked for ten at once", async () => {
  let waiting = 0;
  let most = 0;
  const catalog = checked<CatalogClient>({
    getProduct: async () => {
      waiting += 1;
      most = Math.max(most, waiting);
      await Promise.resolve();
      waiting -= 1;
      return ok({ price: euros("12.50") });
    },
  });
  const ports = { ...world, repositories: memoryRepositories(world), catalog };
  const lines = Array.from({ length: 25 }, (_one, index) => ({ product: `mug ${index}`, quantity: 1 }));
  const priced = await pricedNow(ports, { ...memoryEnvelope(), service: "tests" }, lines);
  expect(priced.ok && priced.value.length).toBe(25);
  expect(most).toBe(10);
});

test("an order that names another price or total is not placed, and reserves nothing", async () => {
  expect(await placed("0.01", "0.02")).toBe("PriceChanged");
  expect(await placed("12.50", "0.02")).toBe("PriceChanged");
});
