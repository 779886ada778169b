import { sqlName } from "../../../render/index.ts";
import type { Table } from "./model.ts";
import type { Statements } from "./sql.ts";

/** Gives each row without a value in a column this one, a thousand rows at a time, so that nobody waits long for one. Where it lies says nothing without the part that it lies in. */
export const filling = (table: Table, column: string, value: string, sql: Statements): string => {
  const place = sql.place(table.name);
  const isWhole = table.partition === undefined;
  const rows = `select ${isWhole ? "ctid" : "tableoid, ctid"} from ${place} where ${sqlName(column)} is null and ${value} is not null limit 1000`;
  return `do $$ begin loop
  update ${place} set ${sqlName(column)} = ${value}
    where ${isWhole ? `ctid = any (array(${rows}))` : `(tableoid, ctid) in (${rows})`};
  exit when not found;
  commit;
end loop; end $$;`;
};

/** No row may lack a column from now on. A check that is proved while others write stands in for the look at every row that would keep them out. */
export const closing = (table: Table, column: string, sql: Statements): readonly string[] => {
  const check = `${table.name.slice(0, 40)}_${column.slice(0, 16)}_given`;
  return [
    `${sql.dropConstraint(table.name, check)}\n${sql.alter(table.name, `add constraint ${sqlName(check)} check (${sqlName(column)} is not null) not valid`)}`,
    sql.validate(table.name, check),
    `${sql.alter(table.name, `alter column ${sqlName(column)} set not null`)}\n${sql.dropConstraint(table.name, check)}`,
  ];
};
