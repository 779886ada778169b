import { outgoing } from "../../../platform/kernel/events.ts";
import type { OutgoingEvent } from "../../../platform/kernel/world.ts";
import type { ProductChanged } from "../contract.ts";

export const productChanged = (payload: ProductChanged): OutgoingEvent =>
  outgoing("catalog.ProductChanged", 1, payload.product, payload);
