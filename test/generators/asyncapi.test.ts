import { expect, test } from "vitest";
import { asyncapi } from "../../src/generators/asyncapi.ts";
import { example } from "./architectures.ts";

const documentOf = (name: string) => asyncapi(example(name)).map(({ content }) => JSON.parse(content))[0];

/** The faces of services as they are generated. */
const contractOf = async (service: string): Promise<Readonly<Record<string, { readonly payload: object; readonly version: number }>>> =>
  import(new URL(`../golden/shop/src/services/${service}/contract.ts`, import.meta.url).href);

test("who has no events has no document of them", () => {
  expect(asyncapi(example("notes"))).toEqual([]);
});

test("each event has a channel, one who sends it, and those who hear it", () => {
  const { channels, operations } = documentOf("shop");
  expect(Object.keys(channels)).toEqual(["orders.OrderPlaced", "orders.OrderCancelled", "payments.PaymentSettled", "payments.PaymentFailed"]);
  expect(Object.keys(operations).filter((name) => name.startsWith("send-"))).toHaveLength(4);
  expect(operations["payments.open-on-orders.OrderPlaced"]).toMatchObject({ action: "receive", channel: { $ref: "#/channels/orders.OrderPlaced" } });
});

test("every reference leads somewhere", () => {
  const document = documentOf("shop");
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = ""]) => path);
  expect(references.length).toBeGreaterThan(10);
  for (const path of references) expect(path.split("/").reduce((node, key) => node?.[key], document), path).toBeDefined();
});

test("a payload has the fields of its contract, and needs those that the contract needs", async () => {
  const { components } = documentOf("shop");
  const [orders, payments] = [await contractOf("orders"), await contractOf("payments")];
  for (const [name, contract] of Object.entries({ "orders.OrderPlaced": orders["orderPlacedEvent"], "orders.OrderCancelled": orders["orderCancelledEvent"], "payments.PaymentSettled": payments["paymentSettledEvent"] })) {
    const { payload, version } = components.messages[name].payload.properties;
    const said: { readonly required?: unknown; readonly properties?: object } = contract?.payload ?? {};
    expect([version.const, payload.required, Object.keys(payload.properties)], name).toEqual([contract?.version, said.required, Object.keys(said.properties ?? {})]);
  }
});
