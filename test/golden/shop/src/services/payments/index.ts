export { paymentsContract } from "./contract.ts";
export { migrations } from "./data/migrations/index.ts";
export { createPayments, type PaymentsNeeds } from "./service.ts";
