import { snake, sqlName, typescriptString } from "../../render/index.ts";
import { indexField, isKey, sealedEntities, sealedFields } from "../../sealed.ts";
import { arrayOf, line, objectOf } from "../code/layout.ts";
import type { Scope } from "../scope.ts";
import { fullName } from "./repository.ts";
import { qualified, tableName } from "./tables.ts";

/** The text of data/sealed-tables.ts: what a change of keys seals anew. */
export const sealedTablesBody = (scope: Scope): string => {
  const tables = sealedEntities(scope.service).map((entity) =>
    objectOf([
      ["table", typescriptString(qualified(scope, tableName(entity)))],
      ["columns", arrayOf(sealedFields(entity).map((field) =>
        objectOf([
          ["field", typescriptString(fullName(scope, entity, field))],
          ["column", typescriptString(sqlName(snake(field.name)))],
          ["index", isKey(entity, field) ? typescriptString(sqlName(snake(indexField(field.name)))) : "null"],
        ])))],
    ]));
  return `/** The columns that are sealed, and the blind indexes beside them. */\n${line(0, "export const sealedTables: readonly SealedTable[] = ", arrayOf(tables), ";")}`;
};
