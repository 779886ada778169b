import { type Contract, defineContract } from "../../platform/kernel/contract.ts";

/** Who buys. */
export type CustomersClient = Readonly<Record<never, never>>;

export const customersContract: Contract<CustomersClient> = defineContract<CustomersClient>({
  service: "customers",
  methods: {},
  events: {},
});
