import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { firstWith } from "../../../platform/kernel/listing.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { OpenInput } from "../contract.ts";
import { newPayment } from "../domain/payment.ts";
import type { Ports } from "./ports.ts";

/** Opens a payment for an order that was placed; an order has one payment, however often it is asked for. */
export const open = (ports: Ports, _envelope: Envelope, input: OpenInput): Promise<Result<Nothing>> =>
  ports.database.transaction(async (transaction) => {
    const { items } = await ports.repositories.payments.list(transaction, firstWith({ order: input.order }));
    if (items.length > 0) return ok({});
    const payment = newPayment({ order: input.order, amount: input.total }, ports.newId(), ports.now());
    await ports.repositories.payments.insert(transaction, payment);
    return ok({});
  });
