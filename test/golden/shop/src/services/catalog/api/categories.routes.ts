import type { ListInput } from "../../../platform/kernel/listing.ts";
import { repliedCreated, repliedEntity, repliedPage } from "../../../platform/kernel/reply.ts";
import { type ById, byId, pageOfSchema } from "../../../platform/kernel/scalars.ts";
import { defineRoute, type Route } from "../../../platform/kernel/world.ts";
import { createCategory, getCategory, listCategories } from "../application/categories.ts";
import type { Ports } from "../application/ports.ts";
import type { NewCategory } from "../domain/category.ts";
import { categorySchema, listCategoriesSchema, newCategorySchema } from "./categories.schemas.ts";

export const categoryRoutes = (ports: Ports): readonly Route[] => [
  defineRoute<null, ListInput, null>({
    operation: "catalog.Category.list",
    method: "GET",
    path: "/v1/categories",
    summary: "List categories",
    kind: "query",
    timeoutMs: 5_000,
    query: listCategoriesSchema,
    success: { status: 200, body: pageOfSchema(categorySchema) },
    handle: async ({ query }) => repliedPage(await listCategories(ports, query)),
  }),
  defineRoute<ById, null, null>({
    operation: "catalog.Category.get",
    method: "GET",
    path: "/v1/categories/:id",
    summary: "Read a category",
    kind: "query",
    timeoutMs: 5_000,
    params: byId,
    success: { status: 200, body: categorySchema },
    handle: async ({ params }) => repliedEntity(await getCategory(ports, params.id)),
  }),
  defineRoute<null, null, NewCategory>({
    operation: "catalog.Category.create",
    method: "POST",
    path: "/v1/categories",
    summary: "Create a category",
    kind: "command",
    timeoutMs: 5_000,
    body: newCategorySchema,
    success: { status: 201, body: categorySchema },
    failures: { conflict: 409 },
    handle: async ({ body }) => repliedCreated(await createCategory(ports, body), "/v1/categories"),
  }),
];
