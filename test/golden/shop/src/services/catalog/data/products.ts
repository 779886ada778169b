import { pageOf } from "../../../platform/kernel/listing.ts";
import type { Repository } from "../../../platform/kernel/repository.ts";
import { insertRows, pairRows } from "../../../platform/kernel/rows.ts";
import { pageStatement, type Source } from "../../../platform/kernel/sql.ts";
import type { Queries, Statement } from "../../../platform/kernel/world.ts";
import type { Product } from "../domain/product.ts";

const SELECT = `
select
  "id",
  "created_at" as "createdAt",
  "updated_at" as "updatedAt",
  "version",
  "sku",
  "name",
  "description",
  json_build_object('amount', "price_amount"::text, 'currency', "price_currency") as "price",
  "stock",
  "category",
  coalesce((select json_agg(c1."member" order by c1."member") from "catalog"."products_tags" as c1 where c1."owner" = "this"."id"), '[]'::json) as "tags"
from "catalog"."products" as "this"
`;

export const productStatements = {
  get: {
    name: "catalog.Product.get",
    text: `${SELECT}where "id" = $1`,
  },
  lock: {
    name: "catalog.Product.lock",
    text: `${SELECT}where "id" = $1 for update of "this"`,
  },
  insert: {
    name: "catalog.Product.insert",
    text: `
insert into "catalog"."products" ("id", "created_at", "updated_at", "version", "sku", "name", "description", "price_amount", "price_currency", "stock", "category")
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
`,
  },
  update: {
    name: "catalog.Product.update",
    text: `
update "catalog"."products" set
  "updated_at" = $3,
  "version" = $4,
  "sku" = $5,
  "name" = $6,
  "description" = $7,
  "price_amount" = $8,
  "price_currency" = $9,
  "stock" = $10,
  "category" = $11
where "id" = $1 and "version" = $2
returning "id"
`,
  },
  remove: {
    name: "catalog.Product.remove",
    text: `
delete from "catalog"."products" where "id" = $1 and "version" = $2 returning "id"
`,
  },
  insertTags: {
    name: "catalog.Product.insertTags",
    text: `
insert into "catalog"."products_tags" ("owner", "member")
select "owner", "member" from json_to_recordset($1::json) as one ("owner" uuid, "member" uuid)
`,
  },
  removeTags: {
    name: "catalog.Product.removeTags",
    text: `
delete from "catalog"."products_tags" where "owner" = $1
`,
  },
} satisfies Record<string, Statement>;

export const productSource: Source = {
  name: "catalog.Product",
  select: SELECT,
  columns: {
    id: '"id"',
    createdAt: '"created_at"',
    updatedAt: '"updated_at"',
    sku: '"sku"',
    name: '"name"',
    stock: '"stock"',
    category: '"category"',
  },
  sorted: ["id", "createdAt", "updatedAt", "sku", "name", "stock"],
  searched: [],
};

const writeTags = async (queries: Queries, row: Product): Promise<void> => {
  const tagsRows = pairRows([row], (one) => one.tags);
  await insertRows(queries, productStatements.insertTags, tagsRows);
};

/** Keeps products on Postgres. */
export const productRepository: Repository<Product> = {
  get: async (queries, id) => {
    const rows = await queries.run<Product>(productStatements.get, [id]);
    return rows[0] ?? null;
  },
  lock: async (queries, id) => {
    const rows = await queries.run<Product>(productStatements.lock, [id]);
    return rows[0] ?? null;
  },
  list: async (queries, query) => {
    const { statement, values } = pageStatement(productSource, query);
    return pageOf(await queries.run<Product>(statement, values), query);
  },
  insert: async (queries, row) => {
    const values = [
      row.id,
      row.createdAt,
      row.updatedAt,
      row.version,
      row.sku,
      row.name,
      row.description,
      row.price.amount,
      row.price.currency,
      row.stock,
      row.category,
    ];
    await queries.run(productStatements.insert, values);
    await writeTags(queries, row);
  },
  update: async (queries, from, to) => {
    const values = [
      from.id,
      from.version,
      to.updatedAt,
      to.version,
      to.sku,
      to.name,
      to.description,
      to.price.amount,
      to.price.currency,
      to.stock,
      to.category,
    ];
    const written = await queries.run(productStatements.update, values);
    if (written.length === 0) return false;
    if (from.tags !== to.tags) {
      await queries.run(productStatements.removeTags, [to.id]);
      await writeTags(queries, to);
    }
    return true;
  },
  remove: async (queries, row) => {
    const removed = await queries.run(productStatements.remove, [row.id, row.version]);
    return removed.length > 0;
  },
};
