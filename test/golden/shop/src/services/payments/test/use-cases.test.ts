import { beforeEach, describe, expect, test } from "vitest";
import { memoryEnvelope } from "../../../platform/kernel/deadline.ts";
import { memoryWorld } from "../../../platform/kernel/memory.ts";
import { failPayment, getPayment, listPayments, settlePayment } from "../application/payments.ts";
import type { Ports } from "../application/ports.ts";
import { memoryRepositories } from "../data/memory.ts";
import { payment1 } from "./samples.ts";

const UNKNOWN = "ffffffff-ffff-7fff-8fff-ffffffffffff";
const envelope = memoryEnvelope();

let ports: Ports;

beforeEach(async () => {
  const world = memoryWorld();
  ports = { ...world, repositories: memoryRepositories(world) };
  await ports.repositories.payments.insert(ports.database, payment1);
});

describe("payments", () => {
  test("are listed", async () => {
    const listed = await listPayments(ports, {});
    expect(listed).toEqual({ ok: true, value: { items: [payment1], next: null } });
  });
  test("are found by their ids alone", async () => {
    const found = await getPayment(ports, payment1.id);
    expect(found).toEqual({ ok: true, value: payment1 });
    const missing = await getPayment(ports, UNKNOWN);
    expect(missing).toMatchObject({ ok: false, failure: { code: "notFound" } });
  });
  test("settle moves them", async () => {
    const moved = await settlePayment(ports, envelope, payment1.id, null);
    expect(moved).toMatchObject({ ok: true, value: { status: "settled", version: 2 } });
  });
  test("fail moves them", async () => {
    const moved = await failPayment(ports, envelope, payment1.id, null);
    expect(moved).toMatchObject({ ok: true, value: { status: "failed", version: 2 } });
  });
});
