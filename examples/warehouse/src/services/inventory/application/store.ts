import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { StoreInput } from "../contract.ts";
import { book } from "./book.ts";
import type { Ports } from "./ports.ts";

/** Adds what was unloaded, once for each delivery. */
export const store = (ports: Ports, _envelope: Envelope, input: StoreInput): Promise<Result<Nothing>> =>
  ports.database.transaction(async (transaction) => {
    const { article, delivery, quantity } = input;
    const booked = await book(ports, transaction, { article, source: delivery, change: quantity });
    return booked.ok ? ok({}) : booked;
  });
