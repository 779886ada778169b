import { pageOf } from "../../../platform/kernel/listing.ts";
import type { Repository } from "../../../platform/kernel/repository.ts";
import { pageStatement, type Source } from "../../../platform/kernel/sql.ts";
import type { Statement } from "../../../platform/kernel/world.ts";
import type { Category } from "../domain/category.ts";

const SELECT = `
select
  "id",
  "created_at" as "createdAt",
  "updated_at" as "updatedAt",
  "version",
  "name"
from "catalog"."categories" as "this"
`;

export const categoryStatements = {
  get: {
    name: "catalog.Category.get",
    text: `${SELECT}where "id" = $1`,
  },
  lock: {
    name: "catalog.Category.lock",
    text: `${SELECT}where "id" = $1 for update of "this"`,
  },
  insert: {
    name: "catalog.Category.insert",
    text: `
insert into "catalog"."categories" ("id", "created_at", "updated_at", "version", "name")
values ($1, $2, $3, $4, $5)
`,
  },
  update: {
    name: "catalog.Category.update",
    text: `
update "catalog"."categories" set
  "updated_at" = $3,
  "version" = $4,
  "name" = $5
where "id" = $1 and "version" = $2
returning "id"
`,
  },
  remove: {
    name: "catalog.Category.remove",
    text: `
delete from "catalog"."categories" where "id" = $1 and "version" = $2 returning "id"
`,
  },
} satisfies Record<string, Statement>;

export const categorySource: Source = {
  name: "catalog.Category",
  select: SELECT,
  columns: { id: '"id"', createdAt: '"created_at"', updatedAt: '"updated_at"', name: '"name"' },
  sorted: ["id", "createdAt", "updatedAt", "name"],
  searched: [],
};

/** Keeps categories on Postgres. */
export const categoryRepository: Repository<Category> = {
  get: async (queries, id) => {
    const rows = await queries.run<Category>(categoryStatements.get, [id]);
    return rows[0] ?? null;
  },
  lock: async (queries, id) => {
    const rows = await queries.run<Category>(categoryStatements.lock, [id]);
    return rows[0] ?? null;
  },
  list: async (queries, query) => {
    const { statement, values } = pageStatement(categorySource, query);
    return pageOf(await queries.run<Category>(statement, values), query);
  },
  insert: async (queries, row) => {
    const values = [row.id, row.createdAt, row.updatedAt, row.version, row.name];
    await queries.run(categoryStatements.insert, values);
  },
  update: async (queries, from, to) => {
    const values = [from.id, from.version, to.updatedAt, to.version, to.name];
    const written = await queries.run(categoryStatements.update, values);
    return written.length > 0;
  },
  remove: async (queries, row) => {
    const removed = await queries.run(categoryStatements.remove, [row.id, row.version]);
    return removed.length > 0;
  },
};
