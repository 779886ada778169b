import type { ListInput } from "../../../platform/kernel/listing.ts";
import { repliedEntity, repliedPage } from "../../../platform/kernel/reply.ts";
import { type ById, byId, pageOfSchema } from "../../../platform/kernel/scalars.ts";
import { defineRoute, type Route } from "../../../platform/kernel/world.ts";
import { failPayment, getPayment, listPayments, settlePayment } from "../application/payments.ts";
import type { Ports } from "../application/ports.ts";
import { paymentSchema } from "../contract.ts";
import { listPaymentsSchema } from "./payments.schemas.ts";

export const paymentRoutes = (ports: Ports): readonly Route[] => [
  defineRoute<null, ListInput, null>({
    operation: "payments.Payment.list",
    method: "GET",
    path: "/v1/payments",
    summary: "List payments",
    kind: "query",
    timeoutMs: 5_000,
    query: listPaymentsSchema,
    success: { status: 200, body: pageOfSchema(paymentSchema) },
    handle: async ({ query }) => repliedPage(await listPayments(ports, query)),
  }),
  defineRoute<ById, null, null>({
    operation: "payments.Payment.get",
    method: "GET",
    path: "/v1/payments/:id",
    summary: "Read a payment",
    kind: "query",
    timeoutMs: 5_000,
    params: byId,
    success: { status: 200, body: paymentSchema },
    handle: async ({ params }) => repliedEntity(await getPayment(ports, params.id)),
  }),
  defineRoute<ById, null, null>({
    operation: "payments.settle",
    method: "POST",
    path: "/v1/payments/:id/settle",
    summary: "settle: move a payment to settled",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    ifMatch: "optional",
    success: { status: 200, body: paymentSchema },
    failures: { conflict: 409 },
    handle: async ({ envelope, params, ifMatch }) =>
      repliedEntity(await settlePayment(ports, envelope, params.id, ifMatch)),
  }),
  defineRoute<ById, null, null>({
    operation: "payments.fail",
    method: "POST",
    path: "/v1/payments/:id/fail",
    summary: "fail: move a payment to failed",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    ifMatch: "optional",
    success: { status: 200, body: paymentSchema },
    failures: { conflict: 409 },
    handle: async ({ envelope, params, ifMatch }) =>
      repliedEntity(await failPayment(ports, envelope, params.id, ifMatch)),
  }),
];
