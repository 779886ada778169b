import type { Repository } from "../../../platform/kernel/repository.ts";
import { type Source, sqlRepository, statementsById } from "../../../platform/kernel/sql.ts";
import type { Statement } from "../../../platform/kernel/world.ts";
import type { Tag } from "../domain/tag.ts";

const SELECT = `
select
  "id",
  "created_at" as "createdAt",
  "updated_at" as "updatedAt",
  "version",
  "label"
from "catalog"."tags" as "this"
`;

export const tagStatements = {
  ...statementsById("catalog.Tag", SELECT, '"catalog"."tags"'),
  insert: {
    name: "catalog.Tag.insert",
    text: `
insert into "catalog"."tags" ("id", "created_at", "updated_at", "version", "label")
values ($1, $2, $3, $4, $5)
`,
  },
  update: {
    name: "catalog.Tag.update",
    text: `
update "catalog"."tags" set
  "updated_at" = $3,
  "version" = $4,
  "label" = $5
where "id" = $1 and "version" = $2
returning "id"
`,
  },
} satisfies Record<string, Statement>;

export const tagSource: Source = {
  name: "catalog.Tag",
  select: SELECT,
  columns: { id: '"id"', createdAt: '"created_at"', updatedAt: '"updated_at"', label: '"label"' },
  sorted: ["id", "createdAt", "updatedAt", "label"],
  searched: [],
};

/** Keeps tags on Postgres. */
export const tagRepository: Repository<Tag> = sqlRepository({
  source: tagSource,
  statements: tagStatements,
  values: (row) => [row.label],
});
