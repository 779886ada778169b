import { expect } from "vitest";
import type { Answer, Client } from "./api.ts";
import type { Backend } from "./backend.ts";
import { eventually } from "./wait.ts";

/** A note is written, changed by who saw it last, and thrown away. */
export const talkToNotes = async (backend: Backend): Promise<void> => {
  const api = backend.unit(0);
  const note = made(await api("POST", "/v1/notes", { body: { title: "Buy milk" } }));
  expect(note).toMatchObject({ title: "Buy milk", pinned: false, version: 1 });
  expect((await api("PATCH", `/v1/notes/${note.id}`, { body: { pinned: true } })).status).toBe(428);
  const changed = await api("PATCH", `/v1/notes/${note.id}`, {
    body: { pinned: true },
    headers: { "if-match": '"1"' },
  });
  expect(changed).toMatchObject({ status: 200, body: { pinned: true, version: 2 } });
  expect((await api("DELETE", `/v1/notes/${note.id}`, { headers: { "if-match": '"2"' } })).status).toBe(204);
  expect((await api("GET", `/v1/notes/${note.id}`)).status).toBe(404);
  expect((await api("GET", "/openapi.json")).body["openapi"]).toBe("3.1.0");
};

/** An order goes all its way: over a call to the catalog, and two events between orders and payments. */
export const talkToShop = async (backend: Backend): Promise<void> => {
  const api = backend.unit(0);
  const account = { email: "alice@example.com", password: "correct horse battery staple" };
  expect((await api("POST", "/auth/register", { body: account })).status).toBe(201);
  const login = await api("POST", "/auth/login", { body: account });
  expect(login.status).toBe(200);
  const alice = String(login.body["accessToken"]);
  const staff = backend.tokenOf("staff", "bob");

  const price = { amount: "12.50", currency: "EUR" };
  const product = made(
    await api("POST", "/v1/products", {
      token: staff,
      body: { sku: "mug", name: "A mug", price, stock: 5, tags: [] },
    }),
  );
  const customer = made(
    await api("POST", "/v1/customers", { token: alice, body: { name: "Alice", email: account.email } }),
  );
  expect((await api("POST", "/v1/orders", { body: {} })).status).toBe(401);
  // An id may be read in either case (RFC 9562), and is written in lower case.
  expect((await api("GET", `/v1/products/${product.id.toUpperCase()}`)).body["id"]).toBe(product.id);
  const lines = [{ product: product.id.toUpperCase(), quantity: 2, price }];
  const cheap = made(
    await api("POST", "/v1/orders", { token: alice, body: { customer: customer.id, lines, total: price } }),
  );
  const refused = await api("POST", `/v1/orders/${cheap.id}/place`, { token: alice });
  expect(refused).toMatchObject({ status: 409, body: { type: "urn:problem:price-changed" } });
  const away = await api("DELETE", `/v1/orders/${cheap.id}`, { token: staff, headers: { "if-match": '"1"' } });
  expect(away.status).toBe(204);
  const total = { ...price, amount: "25.00" };
  const order = made(await api("POST", "/v1/orders", { token: alice, body: { customer: customer.id, lines, total } }));
  expect(order["lines"]).toMatchObject([{ product: product.id }]);
  expect((await api("DELETE", `/v1/orders/${order.id}`, { token: alice })).status).toBe(403);

  const placed = await api("POST", `/v1/orders/${order.id}/place`, { token: alice });
  expect(placed).toMatchObject({ status: 200, body: { status: "placed" } });
  expect((await api("GET", `/v1/products/${product.id}`)).body["stock"]).toBe(3);
  expect((await api("POST", `/v1/orders/${order.id}/place`, { token: alice })).status).toBe(409);

  const payment = await eventually("the event opens a payment", () => firstPayment(api, staff, order.id));
  expect(payment).toMatchObject({ status: "pending", amount: total });
  expect((await api("POST", `/v1/payments/${payment.id}/settle`, { token: staff })).status).toBe(200);
  await eventually("the event marks the order as paid", async () => {
    const found = await api("GET", `/v1/orders/${order.id}`, { token: staff });
    return found.body["status"] === "paid";
  });
};

interface Row extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

const made = (answer: Answer): Row => {
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201, body: { id: expect.any(String) } });
  return answer.body as Row;
};

const firstPayment = async (api: Client, token: string, order: string): Promise<Row | undefined> => {
  const { body } = await api("GET", `/v1/payments?order=${order}`, { token });
  const [first] = body["items"] as readonly Row[];
  return first;
};

/** So many orders of one mug each, of which there are as many, and what may be done with them. */
export const orderMugs = async (backend: Backend, count: number) => {
  const api = backend.unit(0);
  const token = backend.tokenOf("staff", "bob");
  const price = { amount: "12.50", currency: "EUR" };
  const product = made(
    await api("POST", "/v1/products", { token, body: { sku: "mug", name: "A mug", price, stock: count, tags: [] } }),
  );
  const customer = made(await api("POST", "/v1/customers", { token, body: { name: "Bob", email: "bob@example.com" } }));
  const orders: Row[] = [];
  for (let number = 0; number < count; number += 1) {
    const lines = [{ product: product.id, quantity: 1, price }];
    orders.push(made(await api("POST", "/v1/orders", { token, body: { customer: customer.id, lines, total: price } })));
  }
  const idOf = (number: number): string => orders[number]?.id ?? "";
  const must = async (path: string): Promise<void> => {
    const answer = await api("POST", path, { token });
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBe(200);
  };
  return {
    place: (number: number) => must(`/v1/orders/${idOf(number)}/place`),
    cancel: (number: number) => must(`/v1/orders/${idOf(number)}/cancel`),
    settle: (payment: string) => must(`/v1/payments/${payment}/settle`),
    order: async (number: number) => (await api("GET", `/v1/orders/${idOf(number)}`, { token })).body,
    stock: async () => (await api("GET", `/v1/products/${product.id}`)).body["stock"],
    payment: async (number: number): Promise<string> =>
      (await eventually("the event opens a payment", () => firstPayment(api, token, idOf(number)))).id,
  };
};
