import type { Repository } from "../../../platform/kernel/repository.ts";
import { insertRows, pairRows } from "../../../platform/kernel/rows.ts";
import { type Source, sqlRepository, statementsById } from "../../../platform/kernel/sql.ts";
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
  ...statementsById("catalog.Product", SELECT, '"catalog"."products"'),
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
export const productRepository: Repository<Product> = sqlRepository({
  source: productSource,
  statements: productStatements,
  values: (row) => [row.sku, row.name, row.description, row.price.amount, row.price.currency, row.stock, row.category],
  collections: [{ of: (row) => row.tags, write: writeTags, remove: productStatements.removeTags }],
});
