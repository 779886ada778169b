import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { type ListInput, listQuery, type Page } from "../../../platform/kernel/listing.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import { record, timestamp, uuid } from "../../../platform/kernel/scalars.ts";
import type { OutgoingEvent } from "../../../platform/kernel/world.ts";
import { movedPayment, type Payment } from "../domain/payment.ts";
import { paymentFailed, paymentSettled } from "./events.ts";
import type { Ports } from "./ports.ts";

/** What the list may be sorted by. */
const paymentOrder = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  status: { type: "string", enum: ["pending", "settled", "failed"] },
});

export const listPayments = async (ports: Ports, input: ListInput): Promise<Result<Page<Payment>>> => {
  const query = listQuery(input, 100, paymentOrder);
  return query.ok ? ok(await ports.repositories.payments.list(ports.database, query.value)) : query;
};

export const getPayment = async (ports: Ports, id: string): Promise<Result<Payment>> => {
  const found = await ports.repositories.payments.get(ports.database, id);
  return found === null ? fail("notFound", "There is no such payment.") : ok(found);
};

/** The payment is not as it was read: by the caller, where it has named the version; else just now. */
const overtaken = (version: number | null): Result<never> =>
  version === null
    ? fail("conflict", "Somebody changed the payment at the same time.")
    : fail("stale", "The payment has changed since it was read.");

/** The payment as it is now, where it still has the version that the caller has read; null is any version. */
const current = async (ports: Ports, id: string, version: number | null): Promise<Result<Payment>> => {
  const found = await getPayment(ports, id);
  if (!found.ok || version === null || found.value.version === version) return found;
  return overtaken(version);
};

const written = (
  ports: Ports,
  envelope: Envelope,
  from: Payment,
  to: Payment,
  version: number | null,
  events: readonly OutgoingEvent[],
): Promise<Result<Payment>> =>
  ports.database.transaction(async (transaction) => {
    const done = await ports.repositories.payments.update(transaction, from, to);
    if (!done) return overtaken(version);
    for (const event of events) await transaction.publish(envelope, event);
    return ok(to);
  });

export const settlePayment = async (
  ports: Ports,
  envelope: Envelope,
  id: string,
  version: number | null,
): Promise<Result<Payment>> => {
  const found = await current(ports, id, version);
  if (!found.ok) return found;
  const moved = movedPayment(found.value, "settle", ports.now());
  if (!moved.ok) return moved;
  return written(ports, envelope, found.value, moved.value, version, [
    paymentSettled({ payment: moved.value.id, order: moved.value.order }),
  ]);
};

export const failPayment = async (
  ports: Ports,
  envelope: Envelope,
  id: string,
  version: number | null,
): Promise<Result<Payment>> => {
  const found = await current(ports, id, version);
  if (!found.ok) return found;
  const moved = movedPayment(found.value, "fail", ports.now());
  if (!moved.ok) return moved;
  return written(ports, envelope, found.value, moved.value, version, [
    paymentFailed({ payment: moved.value.id, order: moved.value.order }),
  ]);
};
