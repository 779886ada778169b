export { customersContract } from "./contract.ts";
export { migrations } from "./data/migrations/index.ts";
export { type CustomersNeeds, createCustomers } from "./service.ts";
