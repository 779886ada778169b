import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { type ListInput, listQuery, type Page } from "../../../platform/kernel/listing.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import { email, record, timestamp, uuid } from "../../../platform/kernel/scalars.ts";
import {
  type Customer,
  type CustomerChanges,
  changedCustomer,
  type NewCustomer,
  newCustomer,
} from "../domain/customer.ts";
import type { Ports } from "./ports.ts";

/** What the list may be sorted by. */
const customerOrder = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  name: { type: "string", minLength: 1, maxLength: 200 },
  email,
});

export const listCustomers = async (ports: Ports, input: ListInput): Promise<Result<Page<Customer>>> => {
  const query = listQuery(input, 100, customerOrder);
  return query.ok ? ok(await ports.repositories.customers.list(ports.database, query.value)) : query;
};

export const getCustomer = async (ports: Ports, id: string): Promise<Result<Customer>> => {
  const found = await ports.repositories.customers.get(ports.database, id);
  return found === null ? fail("notFound", "There is no such customer.") : ok(found);
};

/** The customer is not as it was read: by the caller, where it has named the version; else just now. */
const overtaken = (version: number | null): Result<never> =>
  version === null
    ? fail("conflict", "Somebody changed the customer at the same time.")
    : fail("stale", "The customer has changed since it was read.");

/** The customer as it is now, where it still has the version that the caller has read; null is any version. */
const current = async (ports: Ports, id: string, version: number | null): Promise<Result<Customer>> => {
  const found = await getCustomer(ports, id);
  if (!found.ok || version === null || found.value.version === version) return found;
  return overtaken(version);
};

const written = (ports: Ports, from: Customer, to: Customer, version: number | null): Promise<Result<Customer>> =>
  ports.database.single(async (queries) => {
    const done = await ports.repositories.customers.update(queries, from, to);
    if (!done) return overtaken(version);
    return ok(to);
  });

export const createCustomer = async (
  ports: Ports,
  envelope: Envelope,
  input: NewCustomer,
): Promise<Result<Customer>> => {
  // Who registered alone has one row, under the id of the account.
  const id = envelope.user?.roles.includes("customer") ? envelope.user.id : ports.newId();
  const created = newCustomer(input, id, ports.now());
  return ports.database.single(async (queries) => {
    await ports.repositories.customers.insert(queries, created);
    return ok(created);
  });
};

export const updateCustomer = async (
  ports: Ports,
  id: string,
  version: number | null,
  changes: CustomerChanges,
): Promise<Result<Customer>> => {
  const found = await current(ports, id, version);
  if (!found.ok) return found;
  const changed = changedCustomer(found.value, changes, ports.now());
  return written(ports, found.value, changed, version);
};
