export { ordersContract } from "./contract.ts";
export { migrations } from "./data/migrations/index.ts";
export { createOrders, type OrdersNeeds } from "./service.ts";
