import { checked } from "../../platform/kernel/json.ts";
import type { Service, Subscription, World } from "../../platform/kernel/world.ts";
import {
  type OrderPlaced as OrdersOrderPlaced,
  orderPlacedEvent as ordersOrderPlacedEvent,
} from "../orders/contract.ts";
import { paymentRoutes } from "./api/payments.routes.ts";
import { open } from "./application/open.ts";
import { failPayment, settlePayment } from "./application/payments.ts";
import type { Ports } from "./application/ports.ts";
import { type PaymentsClient, paymentsContract } from "./contract.ts";
import { paymentRepository } from "./data/payments.ts";

export type PaymentsNeeds = World;

const clientOf = (ports: Ports): PaymentsClient => ({
  settle: (envelope, { id }) => settlePayment(ports, envelope, id, null),
  fail: (envelope, { id }) => failPayment(ports, envelope, id, null),
  open: (envelope, input) => open(ports, envelope, input),
});

/** Each runs on the database that it is handed, so that its effect and the note that it ran are one transaction. */
const subscriptionsOf = (ports: Ports): readonly Subscription[] => [
  {
    event: "orders.OrderPlaced",
    name: "payments.open",
    version: ordersOrderPlacedEvent.version,
    payload: ordersOrderPlacedEvent.payload,
    timeoutMs: 5_000,
    handle: async (envelope, payload, database) => {
      const event = checked<OrdersOrderPlaced>(payload);
      return clientOf({ ...ports, database }).open(envelope, { order: event.order, total: event.total });
    },
  },
];

/** Makes the service; what it is put into, and what is at the other end of its calls, is not its business. */
export const createPayments = (needs: PaymentsNeeds): Service<PaymentsClient> => {
  const ports: Ports = {
    ...needs,
    repositories: { payments: paymentRepository },
  };
  const client = clientOf(ports);
  return {
    contract: paymentsContract,
    client,
    routes: [...paymentRoutes(ports)],
    subscriptions: subscriptionsOf(ports),
  };
};
