import type { Service, World } from "../../platform/kernel/world.ts";
import { customerRoutes } from "./api/customers.routes.ts";
import type { Ports } from "./application/ports.ts";
import { type CustomersClient, customersContract } from "./contract.ts";
import { customerRepository } from "./data/customers.ts";

export type CustomersNeeds = World;

/** Makes the service; what it is put into, and what is at the other end of its calls, is not its business. */
export const createCustomers = (needs: CustomersNeeds): Service<CustomersClient> => {
  const ports: Ports = {
    ...needs,
    repositories: { customers: customerRepository },
  };
  return {
    contract: customersContract,
    client: {},
    routes: [...customerRoutes(ports)],
    subscriptions: [],
  };
};
