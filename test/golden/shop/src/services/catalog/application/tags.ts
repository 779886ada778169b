import { type ListInput, listQuery, type Page } from "../../../platform/kernel/listing.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import { record, timestamp, uuid } from "../../../platform/kernel/scalars.ts";
import { type NewTag, newTag, type Tag } from "../domain/tag.ts";
import type { Ports } from "./ports.ts";

/** What the list may be sorted by. */
const tagOrder = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  label: { type: "string", minLength: 1, maxLength: 40 },
});

export const listTags = async (ports: Ports, input: ListInput): Promise<Result<Page<Tag>>> => {
  const query = listQuery(input, 100, tagOrder);
  return query.ok ? ok(await ports.repositories.tags.list(ports.database, query.value)) : query;
};

export const createTag = async (ports: Ports, input: NewTag): Promise<Result<Tag>> => {
  const created = newTag(input, ports.newId(), ports.now());
  return ports.database.single(async (queries) => {
    await ports.repositories.tags.insert(queries, created);
    return ok(created);
  });
};
