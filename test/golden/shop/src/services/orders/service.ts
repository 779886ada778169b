import { called } from "../../platform/kernel/call.ts";
import { checked } from "../../platform/kernel/json.ts";
import type { Service, Subscription, World } from "../../platform/kernel/world.ts";
import { type CatalogClient, catalogContract } from "../catalog/contract.ts";
import {
  type PaymentFailed as PaymentsPaymentFailed,
  type PaymentSettled as PaymentsPaymentSettled,
  paymentFailedEvent as paymentsPaymentFailedEvent,
  paymentSettledEvent as paymentsPaymentSettledEvent,
} from "../payments/contract.ts";
import { operationRoutes } from "./api/operations.routes.ts";
import { orderRoutes } from "./api/orders.routes.ts";
import { cancelOrder, payOrder, placeOrder } from "./application/orders.ts";
import type { Ports } from "./application/ports.ts";
import { quote } from "./application/quote.ts";
import { type OrdersClient, ordersContract } from "./contract.ts";
import { orderRepository } from "./data/orders.ts";

/** The world, and the services that this one calls. */
export interface OrdersNeeds extends World {
  readonly catalog: CatalogClient;
}

const clientOf = (ports: Ports): OrdersClient => ({
  place: (envelope, { id }) => placeOrder(ports, envelope, id, null),
  pay: (envelope, { id }) => payOrder(ports, envelope, id, null),
  cancel: (envelope, { id }) => cancelOrder(ports, envelope, id, null),
  quote: (envelope, input) => quote(ports, envelope, input),
});

/** Each runs on the database that it is handed, so that its effect and the note that it ran are one transaction. */
const subscriptionsOf = (ports: Ports): readonly Subscription[] => [
  {
    event: "payments.PaymentSettled",
    name: "orders.pay",
    version: paymentsPaymentSettledEvent.version,
    payload: paymentsPaymentSettledEvent.payload,
    timeoutMs: 5_000,
    handle: async (envelope, payload, database) => {
      const event = checked<PaymentsPaymentSettled>(payload);
      return clientOf({ ...ports, database }).pay(envelope, { id: event.order });
    },
  },
  {
    event: "payments.PaymentFailed",
    name: "orders.cancel",
    version: paymentsPaymentFailedEvent.version,
    payload: paymentsPaymentFailedEvent.payload,
    timeoutMs: 5_000,
    handle: async (envelope, payload, database) => {
      const event = checked<PaymentsPaymentFailed>(payload);
      return clientOf({ ...ports, database }).cancel(envelope, { id: event.order });
    },
  },
];

/** Makes the service; what it is put into, and what is at the other end of its calls, is not its business. */
export const createOrders = (needs: OrdersNeeds): Service<OrdersClient> => {
  const ports: Ports = {
    ...needs,
    repositories: { orders: orderRepository },
    catalog: called(catalogContract, needs.catalog, {
      caller: "orders",
      timeoutMs: 800,
      retries: 2,
      breaker: { errors: 0.5, openMs: 5_000 },
      log: needs.log,
      onBreaker: needs.onBreaker,
    }),
  };
  const client = clientOf(ports);
  return {
    contract: ordersContract,
    client,
    routes: [...orderRoutes(ports), ...operationRoutes(client)],
    subscriptions: subscriptionsOf(ports),
  };
};
