import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { type ListInput, listQuery, type Page } from "../../../platform/kernel/listing.ts";
import { type Grant, isGranted, withinReach } from "../../../platform/kernel/policy.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import { runSaga } from "../../../platform/kernel/saga.ts";
import { record, timestamp, uuid } from "../../../platform/kernel/scalars.ts";
import type { OutgoingEvent } from "../../../platform/kernel/world.ts";
import { orderGrants } from "../domain/order.policies.ts";
import { changedOrder, movedOrder, type NewOrder, newOrder, type Order, type OrderChanges } from "../domain/order.ts";
import { orderCancelled, orderPlaced } from "./events.ts";
import { stepsOfPlace } from "./place.ts";
import type { Ports } from "./ports.ts";

/** What the list may be sorted by. */
const orderOrder = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  status: { type: "string", enum: ["draft", "placed", "paid", "cancelled"] },
});

export const listOrders = async (ports: Ports, envelope: Envelope, input: ListInput): Promise<Result<Page<Order>>> => {
  const query = listQuery(input, 100, orderOrder);
  if (!query.ok) return query;
  const within = withinReach(query.value, orderGrants.list, envelope, ports.now());
  return ok(await ports.repositories.orders.list(ports.database, within));
};

/** The order, where the caller may do this with it: what is out of their reach does not exist for them. */
const reached = async (
  ports: Ports,
  envelope: Envelope,
  grants: readonly Grant<Order>[],
  id: string,
): Promise<Result<Order>> => {
  const found = await ports.repositories.orders.get(ports.database, id);
  return found !== null && isGranted(grants, envelope, ports.now(), found)
    ? ok(found)
    : fail("notFound", "There is no such order.");
};

export const getOrder = (ports: Ports, envelope: Envelope, id: string): Promise<Result<Order>> =>
  reached(ports, envelope, orderGrants.get, id);

/** The order is not as it was read: by the caller, where it has named the version; else just now. */
const overtaken = (version: number | null): Result<never> =>
  version === null
    ? fail("conflict", "Somebody changed the order at the same time.")
    : fail("stale", "The order has changed since it was read.");

/** The order as it is now, where it still has the version that the caller has read; null is any version. */
const current = async (
  ports: Ports,
  envelope: Envelope,
  grants: readonly Grant<Order>[],
  id: string,
  version: number | null,
): Promise<Result<Order>> => {
  const found = await reached(ports, envelope, grants, id);
  if (!found.ok || version === null || found.value.version === version) return found;
  return overtaken(version);
};

const written = (
  ports: Ports,
  envelope: Envelope,
  from: Order,
  to: Order,
  version: number | null,
  events: readonly OutgoingEvent[],
): Promise<Result<Order>> =>
  ports.database.transaction(async (transaction) => {
    const done = await ports.repositories.orders.update(transaction, from, to);
    if (!done) return overtaken(version);
    for (const event of events) await transaction.publish(envelope, event);
    return ok(to);
  });

export const createOrder = async (ports: Ports, envelope: Envelope, input: NewOrder): Promise<Result<Order>> => {
  const created = newOrder(input, ports.newId(), ports.now(), ports.newId);
  const granted = isGranted(orderGrants.create, envelope, ports.now(), created);
  if (!granted) return fail("forbidden", "You may not create such an order.");
  return ports.database.transaction(async (transaction) => {
    await ports.repositories.orders.insert(transaction, created);
    return ok(created);
  });
};

export const updateOrder = async (
  ports: Ports,
  envelope: Envelope,
  id: string,
  version: number | null,
  changes: OrderChanges,
): Promise<Result<Order>> => {
  const found = await current(ports, envelope, orderGrants.update, id, version);
  if (!found.ok) return found;
  const changed = changedOrder(found.value, changes, ports.now(), ports.newId);
  const granted = isGranted(orderGrants.update, envelope, ports.now(), changed);
  if (!granted) return fail("forbidden", "You may not make such an order of it.");
  return written(ports, envelope, found.value, changed, version, []);
};

export const deleteOrder = async (
  ports: Ports,
  envelope: Envelope,
  id: string,
  version: number | null,
): Promise<Result<null>> => {
  const found = await current(ports, envelope, orderGrants.delete, id, version);
  if (!found.ok) return found;
  return ports.database.transaction(async (transaction) => {
    const done = await ports.repositories.orders.remove(transaction, found.value);
    if (!done) return overtaken(version);
    return ok(null);
  });
};

export const placeOrder = async (
  ports: Ports,
  envelope: Envelope,
  id: string,
  version: number | null,
): Promise<Result<Order>> => {
  const found = await current(ports, envelope, orderGrants.place, id, version);
  if (!found.ok) return found;
  const moved = movedOrder(found.value, "place", ports.now());
  if (!moved.ok) return moved;
  const steps = stepsOfPlace(ports, found.value);
  if (!steps.ok) return steps;
  return runSaga(ports, envelope, steps.value, {
    write: () =>
      written(ports, envelope, found.value, moved.value, version, [
        orderPlaced({ order: moved.value.id, customer: moved.value.customer, total: moved.value.total }),
      ]),
    stands: async () => {
      const now = await ports.repositories.orders.get(ports.database, id);
      const reached = ["placed", "paid"];
      return now !== null && reached.includes(now.status);
    },
  });
};

export const payOrder = async (
  ports: Ports,
  envelope: Envelope,
  id: string,
  version: number | null,
): Promise<Result<Order>> => {
  const found = await current(ports, envelope, orderGrants.pay, id, version);
  if (!found.ok) return found;
  const moved = movedOrder(found.value, "pay", ports.now());
  if (!moved.ok) return moved;
  return written(ports, envelope, found.value, moved.value, version, []);
};

export const cancelOrder = async (
  ports: Ports,
  envelope: Envelope,
  id: string,
  version: number | null,
): Promise<Result<Order>> => {
  const found = await current(ports, envelope, orderGrants.cancel, id, version);
  if (!found.ok) return found;
  const moved = movedOrder(found.value, "cancel", ports.now());
  if (!moved.ok) return moved;
  return written(ports, envelope, found.value, moved.value, version, [orderCancelled({ order: moved.value.id })]);
};
