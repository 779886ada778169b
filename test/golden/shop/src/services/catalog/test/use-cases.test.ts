import { beforeEach, describe, expect, test } from "vitest";
import { memoryWorld } from "../../../platform/kernel/memory.ts";
import { createCategory, getCategory, listCategories } from "../application/categories.ts";
import type { Ports } from "../application/ports.ts";
import { createProduct, deleteProduct, getProduct, listProducts, updateProduct } from "../application/products.ts";
import { createTag, listTags } from "../application/tags.ts";
import { memoryRepositories } from "../data/memory.ts";
import { category1, product1, stockReservation1, tag1 } from "./samples.ts";

const UNKNOWN = "ffffffff-ffff-7fff-8fff-ffffffffffff";

let ports: Ports;

beforeEach(async () => {
  const world = memoryWorld();
  ports = { ...world, repositories: memoryRepositories(world) };
  await ports.repositories.categories.insert(ports.database, category1);
  await ports.repositories.tags.insert(ports.database, tag1);
  await ports.repositories.products.insert(ports.database, product1);
  await ports.repositories.stockReservations.insert(ports.database, stockReservation1);
});

describe("categories", () => {
  test("are listed", async () => {
    const listed = await listCategories(ports, {});
    expect(listed).toEqual({ ok: true, value: { items: [category1], next: null } });
  });
  test("are found by their ids alone", async () => {
    const found = await getCategory(ports, category1.id);
    expect(found).toEqual({ ok: true, value: category1 });
    const missing = await getCategory(ports, UNKNOWN);
    expect(missing).toMatchObject({ ok: false, failure: { code: "notFound" } });
  });
  test("are kept as they are created", async () => {
    const created = await createCategory(ports, { name: "name 2" });
    if (!created.ok) throw new Error(created.failure.message);
    expect(await ports.repositories.categories.get(ports.database, created.value.id)).toEqual(created.value);
  });
});

describe("tags", () => {
  test("are listed", async () => {
    const listed = await listTags(ports, {});
    expect(listed).toEqual({ ok: true, value: { items: [tag1], next: null } });
  });
  test("are kept as they are created", async () => {
    const created = await createTag(ports, { label: "label 2" });
    if (!created.ok) throw new Error(created.failure.message);
    expect(await ports.repositories.tags.get(ports.database, created.value.id)).toEqual(created.value);
  });
});

describe("products", () => {
  test("are listed", async () => {
    const listed = await listProducts(ports, {});
    expect(listed).toEqual({ ok: true, value: { items: [product1], next: null } });
  });
  test("are found by their ids alone", async () => {
    const found = await getProduct(ports, product1.id);
    expect(found).toEqual({ ok: true, value: product1 });
    const missing = await getProduct(ports, UNKNOWN);
    expect(missing).toMatchObject({ ok: false, failure: { code: "notFound" } });
  });
  test("are kept as they are created", async () => {
    const created = await createProduct(ports, {
      sku: "sku 2",
      name: "name 2",
      price: { amount: "2.50", currency: "EUR" },
    });
    if (!created.ok) throw new Error(created.failure.message);
    expect(await ports.repositories.products.get(ports.database, created.value.id)).toEqual(created.value);
  });
  test("change in the version that was read, and in no other", async () => {
    const stale = await updateProduct(ports, product1.id, 7, {});
    expect(stale).toMatchObject({ ok: false, failure: { code: "stale" } });
    const changed = await updateProduct(ports, product1.id, 1, {});
    expect(changed).toMatchObject({ ok: true, value: { version: 2 } });
  });
  test("are deleted in the version that was read alone", async () => {
    const stale = await deleteProduct(ports, product1.id, 7);
    expect(stale).toMatchObject({ ok: false, failure: { code: "stale" } });
  });
});
