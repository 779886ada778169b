import { replied } from "../../../platform/kernel/reply.ts";
import { defineRoute, type Route } from "../../../platform/kernel/world.ts";
import { type OrdersClient, ordersContract, type QuoteInput } from "../contract.ts";

export const operationRoutes = (client: OrdersClient): readonly Route[] => [
  defineRoute<null, null, QuoteInput>({
    operation: "orders.quote",
    method: "POST",
    path: "/v1/quotes",
    summary: "What these lines would cost now.",
    kind: "query",
    timeoutMs: 5_000,
    body: ordersContract.methods.quote.input,
    success: { status: 200, body: ordersContract.methods.quote.output },
    failures: { ...ordersContract.methods.quote.errors, notFound: 404 },
    handle: async ({ envelope, body }) => replied(await client.quote(envelope, body)),
  }),
];
