import type { ListInput } from "../../../platform/kernel/listing.ts";
import { repliedCreated, repliedEntity, repliedNothing, repliedPage } from "../../../platform/kernel/reply.ts";
import { type ById, byId, pageOfSchema } from "../../../platform/kernel/scalars.ts";
import { defineRoute, type Route } from "../../../platform/kernel/world.ts";
import type { Ports } from "../application/ports.ts";
import { createProduct, deleteProduct, getProduct, listProducts, updateProduct } from "../application/products.ts";
import { productSchema } from "../contract.ts";
import type { NewProduct, ProductChanges } from "../domain/product.ts";
import { changedProductSchema, listProductsSchema, newProductSchema } from "./products.schemas.ts";

export const productRoutes = (ports: Ports): readonly Route[] => [
  defineRoute<null, ListInput, null>({
    operation: "catalog.Product.list",
    method: "GET",
    path: "/v1/products",
    summary: "List products",
    kind: "query",
    timeoutMs: 5_000,
    query: listProductsSchema,
    success: { status: 200, body: pageOfSchema(productSchema) },
    handle: async ({ query }) => repliedPage(await listProducts(ports, query)),
  }),
  defineRoute<ById, null, null>({
    operation: "catalog.Product.get",
    method: "GET",
    path: "/v1/products/:id",
    summary: "Read a product",
    kind: "query",
    timeoutMs: 5_000,
    params: byId,
    success: { status: 200, body: productSchema },
    handle: async ({ params }) => repliedEntity(await getProduct(ports, params.id)),
  }),
  defineRoute<null, null, NewProduct>({
    operation: "catalog.Product.create",
    method: "POST",
    path: "/v1/products",
    summary: "Create a product",
    kind: "command",
    timeoutMs: 5_000,
    body: newProductSchema,
    success: { status: 201, body: productSchema },
    failures: { conflict: 409 },
    handle: async ({ body }) => repliedCreated(await createProduct(ports, body), "/v1/products"),
  }),
  defineRoute<ById, null, ProductChanges>({
    operation: "catalog.Product.update",
    method: "PATCH",
    path: "/v1/products/:id",
    summary: "Change a product",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    body: changedProductSchema,
    ifMatch: "required",
    success: { status: 200, body: productSchema },
    failures: { conflict: 409 },
    handle: async ({ params, ifMatch, body }) => repliedEntity(await updateProduct(ports, params.id, ifMatch, body)),
  }),
  defineRoute<ById, null, null>({
    operation: "catalog.Product.delete",
    method: "DELETE",
    path: "/v1/products/:id",
    summary: "Delete a product",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    ifMatch: "required",
    success: { status: 204, body: null },
    failures: { conflict: 409 },
    handle: async ({ params, ifMatch }) => repliedNothing(await deleteProduct(ports, params.id, ifMatch)),
  }),
];
