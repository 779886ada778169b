import type { ListInput } from "../../../platform/kernel/listing.ts";
import { repliedCreated, repliedPage } from "../../../platform/kernel/reply.ts";
import { pageOfSchema } from "../../../platform/kernel/scalars.ts";
import { defineRoute, type Route } from "../../../platform/kernel/world.ts";
import type { Ports } from "../application/ports.ts";
import { createTag, listTags } from "../application/tags.ts";
import type { NewTag } from "../domain/tag.ts";
import { listTagsSchema, newTagSchema, tagSchema } from "./tags.schemas.ts";

export const tagRoutes = (ports: Ports): readonly Route[] => [
  defineRoute<null, ListInput, null>({
    operation: "catalog.Tag.list",
    method: "GET",
    path: "/v1/tags",
    summary: "List tags",
    kind: "query",
    timeoutMs: 5_000,
    query: listTagsSchema,
    success: { status: 200, body: pageOfSchema(tagSchema) },
    handle: async ({ query }) => repliedPage(await listTags(ports, query)),
  }),
  defineRoute<null, null, NewTag>({
    operation: "catalog.Tag.create",
    method: "POST",
    path: "/v1/tags",
    summary: "Create a tag",
    kind: "command",
    timeoutMs: 5_000,
    body: newTagSchema,
    success: { status: 201, body: tagSchema },
    failures: { conflict: 409 },
    handle: async ({ body }) => repliedCreated(await createTag(ports, body), "/v1/tags"),
  }),
];
