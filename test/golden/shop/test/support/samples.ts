import { randomUUID } from "node:crypto";
import { created } from "./client.ts";

/** Values that no other row has, so that tests do not meet one another. */
const unique = (): string => randomUUID().slice(-12);

export const text = (name: string, bounds: { readonly min?: number; readonly max?: number } = {}): string =>
  `${name} ${unique()}`.slice(-(bounds.max ?? 80)).padEnd(bounds.min ?? 0, "x");

export const email = (): string => `${unique()}@example.com`;

export const customerInput = async () => ({ name: text("name", { min: 1, max: 200 }), email: email() });

export const createCustomer = async () => created("staff", "/v1/customers", await customerInput());

export const categoryInput = async () => ({ name: text("name", { min: 1, max: 80 }) });

export const createCategory = async () => created("staff", "/v1/categories", await categoryInput());

export const tagInput = async () => ({ label: text("label", { min: 1, max: 40 }) });

export const createTag = async () => created("staff", "/v1/tags", await tagInput());

export const productInput = async () => ({
  sku: text("sku", { min: 1, max: 40 }),
  name: text("name", { min: 1, max: 200 }),
  price: { amount: "12.50", currency: "EUR" },
  tags: [(await createTag()).id],
});

export const createProduct = async () => created("staff", "/v1/products", await productInput());

export const orderInput = async () => ({
  customer: (await createCustomer()).id,
  lines: [{ product: (await createProduct()).id, quantity: 1, price: { amount: "12.50", currency: "EUR" } }],
  total: { amount: "12.50", currency: "EUR" },
});

export const createOrder = async () => created("staff", "/v1/orders", await orderInput());
