import { memoryWorld } from "../../../platform/kernel/memory.ts";
import { newCategory } from "../domain/category.ts";
import { newProduct } from "../domain/product.ts";
import { newStockReservation } from "../domain/stock-reservation.ts";
import { newTag } from "../domain/tag.ts";

const world = memoryWorld();

export const category1 = newCategory({ name: "name 1" }, "01900000-0000-7000-8000-000000000101", world.now());

export const category2 = newCategory({ name: "name 2" }, "01900000-0000-7000-8000-000000000102", world.now());

export const tag1 = newTag({ label: "label 1" }, "01900000-0000-7000-8000-000000000201", world.now());

export const tag2 = newTag({ label: "label 2" }, "01900000-0000-7000-8000-000000000202", world.now());

export const product1 = newProduct(
  {
    sku: "sku 1",
    name: "name 1",
    description: "description 1",
    price: { amount: "1.50", currency: "EUR" },
    stock: 1,
    category: "01900000-0000-7000-8000-000000000101",
    tags: ["01900000-0000-7000-8000-000000000201"],
  },
  "01900000-0000-7000-8000-000000000301",
  world.now(),
);

export const product2 = newProduct(
  { sku: "sku 2", name: "name 2", price: { amount: "2.50", currency: "EUR" } },
  "01900000-0000-7000-8000-000000000302",
  world.now(),
);

export const stockReservation1 = newStockReservation(
  {
    order: "01900000-0000-7000-8000-00000000f001",
    lines: [{ product: "01900000-0000-7000-8000-000000000301", quantity: 1 }],
  },
  "01900000-0000-7000-8000-000000000401",
  world.now(),
  world.newId,
);

export const stockReservation2 = newStockReservation(
  {
    order: "01900000-0000-7000-8000-00000000f002",
    lines: [{ product: "01900000-0000-7000-8000-000000000301", quantity: 2 }],
  },
  "01900000-0000-7000-8000-000000000402",
  world.now(),
  world.newId,
);
