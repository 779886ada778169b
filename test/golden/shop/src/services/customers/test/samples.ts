import { memoryWorld } from "../../../platform/kernel/memory.ts";
import { newCustomer } from "../domain/customer.ts";

const world = memoryWorld();

export const customer1 = newCustomer(
  { name: "name 1", email: "someone1@example.com", phone: "phone 1" },
  "01900000-0000-7000-8000-000000000101",
  world.now(),
);

export const customer2 = newCustomer(
  { name: "name 2", email: "someone2@example.com" },
  "01900000-0000-7000-8000-000000000102",
  world.now(),
);
