import type { ListInput } from "../../../platform/kernel/listing.ts";
import { repliedCreated, repliedEntity, repliedPage } from "../../../platform/kernel/reply.ts";
import { type ById, byId, pageOfSchema } from "../../../platform/kernel/scalars.ts";
import { defineRoute, type Route } from "../../../platform/kernel/world.ts";
import { createCustomer, getCustomer, listCustomers, updateCustomer } from "../application/customers.ts";
import type { Ports } from "../application/ports.ts";
import type { CustomerChanges, NewCustomer } from "../domain/customer.ts";
import { changedCustomerSchema, customerSchema, listCustomersSchema, newCustomerSchema } from "./customers.schemas.ts";

export const customerRoutes = (ports: Ports): readonly Route[] => [
  defineRoute<null, ListInput, null>({
    operation: "customers.Customer.list",
    method: "GET",
    path: "/v1/customers",
    summary: "List customers",
    kind: "query",
    timeoutMs: 5_000,
    query: listCustomersSchema,
    success: { status: 200, body: pageOfSchema(customerSchema) },
    handle: async ({ query }) => repliedPage(await listCustomers(ports, query)),
  }),
  defineRoute<ById, null, null>({
    operation: "customers.Customer.get",
    method: "GET",
    path: "/v1/customers/:id",
    summary: "Read a customer",
    kind: "query",
    timeoutMs: 5_000,
    params: byId,
    success: { status: 200, body: customerSchema },
    handle: async ({ params }) => repliedEntity(await getCustomer(ports, params.id)),
  }),
  defineRoute<null, null, NewCustomer>({
    operation: "customers.Customer.create",
    method: "POST",
    path: "/v1/customers",
    summary: "Create a customer",
    kind: "command",
    timeoutMs: 5_000,
    body: newCustomerSchema,
    success: { status: 201, body: customerSchema },
    failures: { conflict: 409 },
    handle: async ({ envelope, body }) => repliedCreated(await createCustomer(ports, envelope, body), "/v1/customers"),
  }),
  defineRoute<ById, null, CustomerChanges>({
    operation: "customers.Customer.update",
    method: "PATCH",
    path: "/v1/customers/:id",
    summary: "Change a customer",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    body: changedCustomerSchema,
    ifMatch: "required",
    success: { status: 200, body: customerSchema },
    failures: { conflict: 409 },
    handle: async ({ params, ifMatch, body }) => repliedEntity(await updateCustomer(ports, params.id, ifMatch, body)),
  }),
];
