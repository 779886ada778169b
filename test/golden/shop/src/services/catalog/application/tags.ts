import { type ListInput, listQuery, type Page } from "../../../platform/kernel/listing.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import { tagSchema } from "../api/tags.schemas.ts";
import { type NewTag, newTag, type Tag } from "../domain/tag.ts";
import type { Ports } from "./ports.ts";

export const listTags = async (ports: Ports, input: ListInput): Promise<Result<Page<Tag>>> => {
  const query = listQuery(input, 100, tagSchema);
  return query.ok ? ok(await ports.repositories.tags.list(ports.database, query.value)) : query;
};

export const createTag = async (ports: Ports, input: NewTag): Promise<Result<Tag>> => {
  const created = newTag(input, ports.newId(), ports.now());
  return ports.database.transaction(async (transaction) => {
    await ports.repositories.tags.insert(transaction, created);
    return ok(created);
  });
};
