import { beforeEach, describe, expect, test } from "vitest";
import { memoryEnvelope } from "../../../platform/kernel/deadline.ts";
import { checked } from "../../../platform/kernel/json.ts";
import { memoryWorld } from "../../../platform/kernel/memory.ts";
import type { CatalogClient } from "../../catalog/contract.ts";
import {
  cancelOrder,
  createOrder,
  deleteOrder,
  getOrder,
  listOrders,
  payOrder,
  updateOrder,
} from "../application/orders.ts";
import type { Ports } from "../application/ports.ts";
import { memoryRepositories } from "../data/memory.ts";
import { order1 } from "./samples.ts";

const UNKNOWN = "ffffffff-ffff-7fff-8fff-ffffffffffff";
const envelope = { ...memoryEnvelope(), service: "tests" };

let ports: Ports;

beforeEach(async () => {
  const world = memoryWorld();
  ports = {
    ...world,
    repositories: memoryRepositories(world),
    catalog: checked<CatalogClient>({}),
  };
  await ports.repositories.orders.insert(ports.database, order1);
});

describe("orders", () => {
  test("are listed", async () => {
    const listed = await listOrders(ports, envelope, {});
    expect(listed).toEqual({ ok: true, value: { items: [order1], next: null } });
  });
  test("are found by their ids alone", async () => {
    const found = await getOrder(ports, envelope, order1.id);
    expect(found).toEqual({ ok: true, value: order1 });
    const missing = await getOrder(ports, envelope, UNKNOWN);
    expect(missing).toMatchObject({ ok: false, failure: { code: "notFound" } });
  });
  test("are kept as they are created", async () => {
    const created = await createOrder(ports, envelope, {
      customer: "01900000-0000-7000-8000-00000000f002",
      lines: [
        { product: "01900000-0000-7000-8000-00000000f002", quantity: 2, price: { amount: "2.50", currency: "EUR" } },
      ],
      total: { amount: "2.50", currency: "EUR" },
    });
    if (!created.ok) throw new Error(created.failure.message);
    expect(await ports.repositories.orders.get(ports.database, created.value.id)).toEqual(created.value);
  });
  test("change in the version that was read, and in no other", async () => {
    const stale = await updateOrder(ports, envelope, order1.id, 7, {});
    expect(stale).toMatchObject({ ok: false, failure: { code: "stale" } });
    const changed = await updateOrder(ports, envelope, order1.id, 1, {});
    expect(changed).toMatchObject({ ok: true, value: { version: 2 } });
  });
  test("are deleted in the version that was read alone", async () => {
    const stale = await deleteOrder(ports, envelope, order1.id, 7);
    expect(stale).toMatchObject({ ok: false, failure: { code: "stale" } });
  });
  test("pay is refused at the beginning", async () => {
    const moved = await payOrder(ports, envelope, order1.id, null);
    expect(moved).toMatchObject({ ok: false, failure: { code: "conflict" } });
  });
  test("cancel moves them", async () => {
    const moved = await cancelOrder(ports, envelope, order1.id, null);
    expect(moved).toMatchObject({ ok: true, value: { status: "cancelled", version: 2 } });
  });
});
