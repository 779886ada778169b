import { checked, type Json } from "./json.ts";
import type { OutgoingEvent } from "./world.ts";

/**
 * An event with its payload as its contract has it.
 * @param name with its service, as `orders.OrderPlaced`
 * @param key events of one key arrive in the order in which they were published
 */
export const outgoing = <Payload>(name: string, version: number, key: string, payload: Payload): OutgoingEvent => ({
  name,
  version,
  key,
  payload: checked<Json>(payload),
});
