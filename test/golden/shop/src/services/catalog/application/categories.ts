import { type ListInput, listQuery, type Page } from "../../../platform/kernel/listing.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import { record, timestamp, uuid } from "../../../platform/kernel/scalars.ts";
import { type Category, type NewCategory, newCategory } from "../domain/category.ts";
import type { Ports } from "./ports.ts";

/** What the list may be sorted by. */
const categoryOrder = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  name: { type: "string", minLength: 1, maxLength: 80 },
});

export const listCategories = async (ports: Ports, input: ListInput): Promise<Result<Page<Category>>> => {
  const query = listQuery(input, 100, categoryOrder);
  return query.ok ? ok(await ports.repositories.categories.list(ports.database, query.value)) : query;
};

export const getCategory = async (ports: Ports, id: string): Promise<Result<Category>> => {
  const found = await ports.repositories.categories.get(ports.database, id);
  return found === null ? fail("notFound", "There is no such category.") : ok(found);
};

export const createCategory = async (ports: Ports, input: NewCategory): Promise<Result<Category>> => {
  const created = newCategory(input, ports.newId(), ports.now());
  return ports.database.single(async (queries) => {
    await ports.repositories.categories.insert(queries, created);
    return ok(created);
  });
};
