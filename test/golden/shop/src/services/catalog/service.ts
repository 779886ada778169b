import { checked, type Json } from "../../platform/kernel/json.ts";
import type { Service, Subscription, World } from "../../platform/kernel/world.ts";
import {
  type OrderCancelled as OrdersOrderCancelled,
  orderCancelledEvent as ordersOrderCancelledEvent,
} from "../orders/contract.ts";
import { categoryRoutes } from "./api/categories.routes.ts";
import { productRoutes } from "./api/products.routes.ts";
import { tagRoutes } from "./api/tags.routes.ts";
import type { Ports } from "./application/ports.ts";
import { getProduct } from "./application/products.ts";
import { releaseStock } from "./application/release-stock.ts";
import { reserveStock } from "./application/reserve-stock.ts";
import { type CatalogClient, catalogContract } from "./contract.ts";
import { categoryRepository } from "./data/categories.ts";
import { productRepository } from "./data/products.ts";
import { stockReservationRepository } from "./data/stock-reservations.ts";
import { tagRepository } from "./data/tags.ts";

export type CatalogNeeds = World;

const clientOf = (ports: Ports): CatalogClient => ({
  reserveStock: (envelope, input) =>
    ports.database.once(envelope, "catalog.reserveStock", checked<Json>(input), (database) =>
      reserveStock({ ...ports, database }, envelope, input),
    ),
  releaseStock: (envelope, input) =>
    ports.database.once(envelope, "catalog.releaseStock", checked<Json>(input), (database) =>
      releaseStock({ ...ports, database }, envelope, input),
    ),
  getProduct: (_envelope, { id }) => getProduct(ports, id),
});

/** Each runs on the database that it is handed, so that its effect and the note that it ran are one transaction. */
const subscriptionsOf = (ports: Ports): readonly Subscription[] => [
  {
    event: "orders.OrderCancelled",
    name: "catalog.releaseStock",
    version: ordersOrderCancelledEvent.version,
    payload: ordersOrderCancelledEvent.payload,
    timeoutMs: 5_000,
    handle: async (envelope, payload, database) => {
      const event = checked<OrdersOrderCancelled>(payload);
      return clientOf({ ...ports, database }).releaseStock(envelope, { order: event.order });
    },
  },
];

/** Makes the service; what it is put into, and what is at the other end of its calls, is not its business. */
export const createCatalog = (needs: CatalogNeeds): Service<CatalogClient> => {
  const ports: Ports = {
    ...needs,
    repositories: {
      categories: categoryRepository,
      tags: tagRepository,
      products: productRepository,
      stockReservations: stockReservationRepository,
    },
  };
  const client = clientOf(ports);
  return {
    contract: catalogContract,
    client,
    routes: [...categoryRoutes(ports), ...tagRoutes(ports), ...productRoutes(ports)],
    subscriptions: subscriptionsOf(ports),
  };
};
