import { beforeEach, describe, expect, test } from "vitest";
import { memoryWorld } from "../../../platform/kernel/memory.ts";
import { getCustomer, listCustomers, updateCustomer } from "../application/customers.ts";
import type { Ports } from "../application/ports.ts";
import { memoryRepositories } from "../data/memory.ts";
import { customer1 } from "./samples.ts";

const UNKNOWN = "ffffffff-ffff-7fff-8fff-ffffffffffff";

let ports: Ports;

beforeEach(async () => {
  const world = memoryWorld();
  ports = { ...world, repositories: memoryRepositories(world) };
  await ports.repositories.customers.insert(ports.database, customer1);
});

describe("customers", () => {
  test("are listed", async () => {
    const listed = await listCustomers(ports, {});
    expect(listed).toEqual({ ok: true, value: { items: [customer1], next: null } });
  });
  test("are found by their ids alone", async () => {
    const found = await getCustomer(ports, customer1.id);
    expect(found).toEqual({ ok: true, value: customer1 });
    const missing = await getCustomer(ports, UNKNOWN);
    expect(missing).toMatchObject({ ok: false, failure: { code: "notFound" } });
  });
  test("change in the version that was read, and in no other", async () => {
    const stale = await updateCustomer(ports, customer1.id, 7, {});
    expect(stale).toMatchObject({ ok: false, failure: { code: "stale" } });
    const changed = await updateCustomer(ports, customer1.id, 1, {});
    expect(changed).toMatchObject({ ok: true, value: { version: 2 } });
  });
});
