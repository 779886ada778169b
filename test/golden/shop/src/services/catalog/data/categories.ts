import type { Repository } from "../../../platform/kernel/repository.ts";
import { type Source, sqlRepository, statementsById } from "../../../platform/kernel/sql.ts";
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
  ...statementsById("catalog.Category", SELECT, '"catalog"."categories"'),
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
} satisfies Record<string, Statement>;

export const categorySource: Source = {
  name: "catalog.Category",
  select: SELECT,
  columns: { id: '"id"', createdAt: '"created_at"', updatedAt: '"updated_at"', name: '"name"' },
  sorted: ["id", "createdAt", "updatedAt", "name"],
  searched: [],
};

/** Keeps categories on Postgres. */
export const categoryRepository: Repository<Category> = sqlRepository({
  source: categorySource,
  statements: categoryStatements,
  values: (row) => [row.name],
});
