import type { Entity, Field } from "../../../model/architecture.ts";
import { snake, sqlName, sqlString } from "../../render/index.ts";
import { columnsOf } from "../names.ts";
import type { Scope } from "../scope.ts";
import { TENANT_COLUMN } from "../tenants.ts";
import { columnFields, isMoney, pairTable, qualified, tableName } from "./tables.ts";

const STORED: readonly (readonly [string, string])[] = [
  ["id", "id"],
  ["created_at", "createdAt"],
  ["updated_at", "updatedAt"],
  ["version", "version"],
];

/** The lines of a select whose rows are the entity as it is in code; the table goes by the name "this". */
export const selectLines = (scope: Scope, entity: Entity): readonly string[] => {
  const columns = [
    ...STORED.map(([column, name]) => named(sqlName(column), column, name)),
    ...entity.fields.map((field) => named(rootValue(scope, entity, field), snake(field.name), field.name)),
  ];
  return [...columns.map((column, index) => `  ${column}${index < columns.length - 1 ? "," : ""}`), `from ${qualified(scope, tableName(entity))} as "this"`];
};

const named = (value: string, column: string, name: string): string =>
  value === sqlName(name) && column === name ? value : `${value} as ${sqlName(name)}`;

const rootValue = (scope: Scope, entity: Entity, field: Field): string => {
  const { kind } = field.type;
  if (kind === "children" || kind === "set") return collected(scope, entity, field, '"this"', 1);
  return isMoney(field.type) ? moneyValue(field, "") : sqlName(snake(field.name));
};

const moneyValue = (field: Field, prefix: string): string => {
  const [amount, currency] = columnsOf(field).map((column) => prefix + sqlName(column));
  const value = `json_build_object('amount', ${amount}::text, 'currency', ${currency})`;
  return field.optional ? `case when ${amount} is null then null else ${value} end` : value;
};

/** A list of children or ids as JSON, in a statement of its own within the select. */
const collected = (scope: Scope, entity: Entity, field: Field, owner: string, depth: number): string => {
  const alias = `c${depth}`;
  if (field.type.kind === "set") {
    const table = qualified(scope, pairTable(entity, field));
    const ids = `json_agg(${alias}."member" order by ${alias}."member")`;
    return `coalesce((select ${ids} from ${table} as ${alias} where ${alias}."owner" = ${owner}."id"${sameTenant(entity, alias, owner)}), '[]'::json)`;
  }
  const child = scope.entity(field.type.kind === "children" ? field.type.entity : "");
  const parts = [
    `'id', ${alias}."id"`,
    ...child.fields.map((one) => `${sqlString(one.name)}, ${jsonValue(scope, child, one, alias, depth)}`),
  ];
  const rows = `json_agg(json_build_object(${parts.join(", ")}) order by ${alias}."_position")`;
  const table = qualified(scope, tableName(child));
  return `coalesce((select ${rows} from ${table} as ${alias} where ${alias}."_parent" = ${owner}."id"${sameTenant(entity, alias, owner)}), '[]'::json)`;
};

/** Tables of tenants are indexed by the tenant first. */
const sameTenant = (entity: Entity, alias: string, owner: string): string =>
  entity.tenant ? ` and ${alias}."${TENANT_COLUMN}" = ${owner}."${TENANT_COLUMN}"` : "";

const jsonValue = (scope: Scope, entity: Entity, field: Field, alias: string, depth: number): string => {
  const { type } = field;
  if (type.kind === "children" || type.kind === "set") return collected(scope, entity, field, alias, depth + 1);
  if (isMoney(type)) return moneyValue(field, `${alias}.`);
  const column = `${alias}.${sqlName(snake(field.name))}`;
  if (type.kind !== "scalar") return column;
  if (type.name === "decimal") return `${column}::text`;
  if (type.name !== "timestamp") return column;
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
};

/** Column names of the entity's own table, with those that every entity has. */
export const columnNames = (entity: Entity): readonly string[] => [
  ...STORED.map(([column]) => column),
  ...columnFields(entity).flatMap((field) => columnsOf(field)),
];
