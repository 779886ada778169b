import type { Entity } from "../../../model/architecture.ts";
import { snake, sqlName, sqlString } from "../../render/index.ts";
import type { Scope } from "../scope.ts";
import { pairTable, qualified, tableName } from "./tables.ts";

/** The statement that deletes rows older than $1, $2 of them at most; a row that another refers to stays until that one goes. */
export const removeOldLines = (scope: Scope, entity: Entity): readonly string[] => {
  const table = qualified(scope, tableName(entity));
  const free = referring(scope, entity).map((condition) => `    and not exists (${condition})`);
  // Parts in which nothing is so old are not looked into.
  return [
    `delete from ${table} where ${entity.partitionBy === "createdAt" ? '"created_at" < $1 and ' : ""}"id" in (`,
    `  select "id" from ${table} as "this" where "created_at" < $1`,
    ...free,
    '  order by "created_at" limit $2 for update skip locked',
    ') returning "id"',
  ];
};

/** The statement that drops the months that ended before $1, with all that is in them. */
export const dropMonthsLines = (scope: Scope, entity: Entity): readonly string[] => [
  `select ${qualified(scope, "_drop_months")}(${sqlString(tableName(entity))}, $1) as "dropped"`,
];

const referring = (scope: Scope, entity: Entity): readonly string[] =>
  scope.service.entities.flatMap((other) =>
    other.fields.flatMap((field) => {
      const { type } = field;
      if (type.kind === "entity" && type.entity === entity.name) return [found(qualified(scope, tableName(other)), snake(field.name))];
      return type.kind === "set" && type.entity === entity.name ? [found(qualified(scope, pairTable(other, field)), "member")] : [];
    }),
  );

const found = (table: string, column: string): string => `select 1 from ${table} as "other" where "other".${sqlName(column)} = "this"."id"`;
