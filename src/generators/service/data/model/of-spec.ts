import type { Entity, Field, Json } from "../../../../model/architecture.ts";
import { snake, sqlString } from "../../../render/index.ts";
import { spreadOf } from "../../../partitions.ts";
import { deletedAfter } from "../../../retention.ts";
import { storedEntity } from "../../../sealed.ts";
import { columnsOf, constraintName } from "../../names.ts";
import type { Scope } from "../../scope.ts";
import { columnsOfFields, uniqueFields, uniqueName } from "../keys.ts";
import { collectionsOf, columnFields, isJson, isMoney, pairTable, sqlType, TEXT, tableName } from "../tables.ts";
import { TENANT_COLUMN } from "../../tenants.ts";
import type { Column, Constraint, DataModel, Index, Partition, Table } from "./model.ts";

/** The tables that the spec asks for. */
export const modelOf = (scope: Scope): DataModel => {
  const entities = scope.service.entities.map(storedEntity);
  const tenants = new Set(entities.filter((entity) => entity.tenant).map((entity) => entity.name));
  const spread = new Set(entities.filter((entity) => spreadOf(entity) !== null).map((entity) => entity.name));
  return { tables: [...entities.map((entity) => entityTable(entity, tenants, spread)), ...entities.flatMap((entity) => sets(entity).map((field) => pairsTable(entity, field, tenants)))] };
};

const sets = (entity: Entity): readonly Field[] =>
  collectionsOf(entity).filter((one) => one.kind === "set").map((one) => one.field);

const needed = (name: string, type: string): Column => ({ name, type, required: true });

const ROOT = [needed("created_at", "timestamptz(3)"), needed("updated_at", "timestamptz(3)"), needed("version", "bigint")];
const OWNED = [needed("_parent", "uuid"), needed("_position", "integer")];

/** Entities whose rows belong to tenants. */
type Tenants = ReadonlySet<string>;

/** Entities whose rows are spread over several tables. */
type Spreads = ReadonlySet<string>;

/** The columns by which rows are told apart, or found, begin with their tenant's. */
const keyed = (entity: Entity, columns: readonly string[]): readonly string[] => (entity.tenant ? [TENANT_COLUMN, ...columns] : columns);

const tenantColumn = (entity: Entity): readonly Column[] => (entity.tenant ? [needed(TENANT_COLUMN, "uuid")] : []);

const entityTable = (entity: Entity, tenants: Tenants, spread: Spreads): Table => {
  const name = tableName(entity);
  const partition = partitionOf(entity);
  return {
    name,
    of: entity.name,
    columns: [needed("id", "uuid"), ...tenantColumn(entity), ...(entity.ownedBy === null ? ROOT : OWNED), ...columnFields(entity).flatMap(fieldColumns)],
    primaryKey: keyed(entity, [...new Set(["id", ...(partition === null ? [] : [partition.column])])]),
    ...(partition === null ? {} : { partition }),
    constraints: [...values(entity), ...references(entity, tenants, spread), ...unique(entity)],
    indexes: indexes(entity),
    ...(entity.was === null ? {} : { was: tableName({ name: entity.was }) }),
  };
};

/** Every key of a table that is spread holds what it is spread by: an id is unique within a partition, and else by the way it is made. */
const partitionOf = (entity: Entity): Partition | null => {
  const by = spreadOf(entity);
  if (by === null) return null;
  const owns = collectionsOf(entity).map(({ field, kind, target }) =>
    kind === "set" ? { table: pairTable(entity, field), column: "owner" } : { table: tableName({ name: target }), column: "_parent" });
  return { by, column: columnsOfFields(entity, [entity.partitionBy ?? ""])[0] ?? "", owns };
};

const fieldColumns = (field: Field): readonly Column[] => {
  const fills = fillsOf(field);
  const before = field.was === null ? [] : columnsOf({ name: field.was, type: field.type });
  return columnsOf(field).map((name, index): Column => {
    const [was, fill] = [before[index], fills[index]];
    const type = isMoney(field.type) ? (index === 0 ? "numeric" : TEXT) : sqlType(field.type);
    return { name, type, required: !field.optional, field: field.name, ...(was === undefined ? {} : { was }), ...(fill === undefined ? {} : { fill }) };
  });
};

/** What rows that are there get in the columns of a field that they lack: its default; nothing where it may be missing. */
const fillsOf = (field: Field): readonly string[] => {
  const value = field.default;
  if (value === undefined || field.optional) return [];
  if (isMoney(field.type)) return isRecord(value) ? [String(value["amount"]), sqlString(String(value["currency"]))] : [];
  if (isJson(field.type)) return [`${sqlString(JSON.stringify(value))}::json`];
  return [typeof value === "string" && !isNumber(field) ? sqlString(value) : String(value)];
};

const isNumber = ({ type }: Field): boolean => type.kind === "scalar" && type.name === "decimal";

const isRecord = (value: Json): value is { readonly [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);

const values = (entity: Entity): readonly Constraint[] =>
  columnFields(entity).flatMap((field): readonly Constraint[] => {
    if (field.type.kind !== "enum") return [];
    const columns = columnsOf(field);
    return [{ kind: "values", name: constraintName(tableName(entity), ...columns, "check"), columns, values: field.type.values }];
  });

interface From {
  readonly table: string;
  readonly column: string;
}

/** A reference within a tenant holds both: no row can name another tenant's. */
const reference = ({ table, column }: From, to: string, tenants: Tenants, cascade: boolean): Constraint => {
  const whole = (name: string): readonly string[] => (tenants.has(to) ? [TENANT_COLUMN, name] : [name]);
  return { kind: "reference", name: constraintName(table, column, "fkey"), columns: whole(column), table: tableName({ name: to }), targets: whole("id"), cascade };
};

const references = (entity: Entity, tenants: Tenants, spread: Spreads): readonly Constraint[] => {
  const table = tableName(entity);
  const owner = entity.ownedBy === null || spread.has(entity.ownedBy) ? [] : [reference({ table, column: "_parent" }, entity.ownedBy, tenants, true)];
  return [...owner, ...entity.fields.flatMap(({ name, type }) => (type.kind === "entity" ? [reference({ table, column: snake(name) }, type.entity, tenants, false)] : []))];
};

const unique = (entity: Entity): readonly Constraint[] =>
  uniqueFields(entity).map((fields) => ({ kind: "unique", name: uniqueName(entity, fields), columns: keyed(entity, columnsOfFields(entity, fields)) }));

/** The declared ones, and one for every reference that no other begins with: a delete looks for who refers to the row. */
const indexes = (entity: Entity): readonly Index[] => {
  const table = tableName(entity);
  const begun = new Set([...entity.indexes, ...uniqueFields(entity)].map(([first]) => first));
  const referring = entity.fields.filter((field) => field.type.kind === "entity" && !begun.has(field.name)).map((field) => [field.name]);
  const named = (fields: readonly string[]): string => constraintName(table, ...fields.map((name) => snake(name)), "idx");
  const own = [...entity.indexes, ...referring].map((fields) => ({ name: named(fields), columns: keyed(entity, columnsOfFields(entity, fields)) }));
  // What goes when it is old is found by its age, whosever it is.
  const aged = entity.ownedBy !== null || deletedAfter(entity) === null || (begun.has("createdAt") && !entity.tenant) ? [] : [{ name: constraintName(table, "created_at", ...(entity.tenant ? ["age"] : []), "idx"), columns: ["created_at"] }];
  const parent = entity.ownedBy === null ? [] : [{ name: constraintName(table, "_parent", "idx"), columns: keyed(entity, ["_parent", "_position"]) }];
  return [...own, ...aged, ...parent];
};

const pairsTable = (entity: Entity, field: Field, tenants: Tenants): Table => {
  const name = pairTable(entity, field);
  const target = field.type.kind === "set" ? field.type.entity : "";
  const was = pairTable({ ...entity, name: entity.was ?? entity.name }, { ...field, name: field.was ?? field.name });
  return {
    name,
    of: `${entity.name}.${field.name}`,
    columns: [needed("owner", "uuid"), needed("member", "uuid"), ...tenantColumn(entity)],
    primaryKey: keyed(entity, ["owner", "member"]),
    constraints: [...(spreadOf(entity) === null ? [reference({ table: name, column: "owner" }, entity.name, tenants, true)] : []), reference({ table: name, column: "member" }, target, tenants, false)],
    indexes: [{ name: constraintName(name, "member", "idx"), columns: keyed(entity, ["member"]) }],
    ...(was === name ? {} : { was }),
  };
};
