import type { ListInput } from "../../../platform/kernel/listing.ts";
import { repliedCreated, repliedEntity, repliedNothing, repliedPage } from "../../../platform/kernel/reply.ts";
import { type ById, byId, pageOfSchema } from "../../../platform/kernel/scalars.ts";
import { defineRoute, type Route } from "../../../platform/kernel/world.ts";
import {
  cancelOrder,
  createOrder,
  deleteOrder,
  getOrder,
  listOrders,
  payOrder,
  placeOrder,
  updateOrder,
} from "../application/orders.ts";
import type { Ports } from "../application/ports.ts";
import { orderSchema } from "../contract.ts";
import type { NewOrder, OrderChanges } from "../domain/order.ts";
import { changedOrderSchema, listOrdersSchema, newOrderSchema } from "./orders.schemas.ts";

export const orderRoutes = (ports: Ports): readonly Route[] => [
  defineRoute<null, ListInput, null>({
    operation: "orders.Order.list",
    method: "GET",
    path: "/v1/orders",
    summary: "List orders",
    kind: "query",
    timeoutMs: 5_000,
    query: listOrdersSchema,
    success: { status: 200, body: pageOfSchema(orderSchema) },
    handle: async ({ envelope, query }) => repliedPage(await listOrders(ports, envelope, query)),
  }),
  defineRoute<ById, null, null>({
    operation: "orders.Order.get",
    method: "GET",
    path: "/v1/orders/:id",
    summary: "Read an order",
    kind: "query",
    timeoutMs: 5_000,
    params: byId,
    success: { status: 200, body: orderSchema },
    handle: async ({ envelope, params }) => repliedEntity(await getOrder(ports, envelope, params.id)),
  }),
  defineRoute<null, null, NewOrder>({
    operation: "orders.Order.create",
    method: "POST",
    path: "/v1/orders",
    summary: "Create an order",
    kind: "command",
    timeoutMs: 5_000,
    body: newOrderSchema,
    success: { status: 201, body: orderSchema },
    failures: { conflict: 409 },
    handle: async ({ envelope, body }) => repliedCreated(await createOrder(ports, envelope, body), "/v1/orders"),
  }),
  defineRoute<ById, null, OrderChanges>({
    operation: "orders.Order.update",
    method: "PATCH",
    path: "/v1/orders/:id",
    summary: "Change an order",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    body: changedOrderSchema,
    ifMatch: "required",
    success: { status: 200, body: orderSchema },
    failures: { conflict: 409 },
    handle: async ({ envelope, params, ifMatch, body }) =>
      repliedEntity(await updateOrder(ports, envelope, params.id, ifMatch, body)),
  }),
  defineRoute<ById, null, null>({
    operation: "orders.Order.delete",
    method: "DELETE",
    path: "/v1/orders/:id",
    summary: "Delete an order",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    ifMatch: "required",
    success: { status: 204, body: null },
    failures: { conflict: 409 },
    handle: async ({ envelope, params, ifMatch }) =>
      repliedNothing(await deleteOrder(ports, envelope, params.id, ifMatch)),
  }),
  defineRoute<ById, null, null>({
    operation: "orders.place",
    method: "POST",
    path: "/v1/orders/:id/place",
    summary: "place: move an order to placed",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    ifMatch: "optional",
    success: { status: 200, body: orderSchema },
    failures: { conflict: 409, OutOfStock: 409, UnknownProduct: 409, PriceChanged: 409 },
    handle: async ({ envelope, params, ifMatch }) =>
      repliedEntity(await placeOrder(ports, envelope, params.id, ifMatch)),
  }),
  defineRoute<ById, null, null>({
    operation: "orders.pay",
    method: "POST",
    path: "/v1/orders/:id/pay",
    summary: "pay: move an order to paid",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    ifMatch: "optional",
    success: { status: 200, body: orderSchema },
    failures: { conflict: 409 },
    handle: async ({ envelope, params, ifMatch }) => repliedEntity(await payOrder(ports, envelope, params.id, ifMatch)),
  }),
  defineRoute<ById, null, null>({
    operation: "orders.cancel",
    method: "POST",
    path: "/v1/orders/:id/cancel",
    summary: "cancel: move an order to cancelled",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    ifMatch: "optional",
    success: { status: 200, body: orderSchema },
    failures: { conflict: 409 },
    handle: async ({ envelope, params, ifMatch }) =>
      repliedEntity(await cancelOrder(ports, envelope, params.id, ifMatch)),
  }),
];
