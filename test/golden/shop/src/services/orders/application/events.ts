import { outgoing } from "../../../platform/kernel/events.ts";
import type { OutgoingEvent } from "../../../platform/kernel/world.ts";
import type { OrderCancelled, OrderPlaced } from "../contract.ts";

export const orderPlaced = (payload: OrderPlaced): OutgoingEvent =>
  outgoing("orders.OrderPlaced", 1, payload.order, payload);

export const orderCancelled = (payload: OrderCancelled): OutgoingEvent =>
  outgoing("orders.OrderCancelled", 1, payload.order, payload);
