import type { Entity, Field } from "../../../model/architecture.ts";
import { render, snake, sqlName, sqlString } from "../../render/index.ts";
import { columnsOf, constraintName } from "../names.ts";
import type { Scope } from "../scope.ts";
import { collectionsOf, columnFields, isMoney, pairTable, qualified, sqlType, TEXT, tableName } from "./tables.ts";

/** The text of data/migrations/0001-create-tables.ts: the whole schema of the service. */
export const migrationBody = (scope: Scope): string => {
  const { entities } = scope.service;
  const up = [
    ...entities.map((entity) => createTable(scope, entity)),
    ...entities.flatMap((entity) => pairTables(scope, entity)),
    ...entities.flatMap((entity) => foreignKeys(scope, entity)),
    ...entities.flatMap((entity) => uniqueKeys(scope, entity)),
    ...entities.flatMap((entity) => indexes(scope, entity)),
  ];
  const tables = [
    ...entities.flatMap((entity) => sets(entity).map((field) => pairTable(entity, field))),
    ...entities.map(tableName),
  ];
  const down = tables.map((table) => `drop table ${qualified(scope, table)} cascade;`);
  return render("service/migration.ts.hbs", { up: up.map(inTemplate), down: down.map(inTemplate) });
};

/** Text inside a template literal. */
export const inTemplate = (text: string): string => text.replace(/[\\`]|\$\{/gu, (found) => `\\${found}`);

const sets = (entity: Entity): readonly Field[] =>
  collectionsOf(entity).filter((one) => one.kind === "set").map((one) => one.field);

const createTable = (scope: Scope, entity: Entity): string => {
  const columns = [
    '"id" uuid primary key',
    ...(entity.ownedBy === null ? ROOT : ['"_parent" uuid not null', '"_position" integer not null']),
    ...columnFields(entity).flatMap((field) => columnLines(entity, field)),
  ];
  return `create table ${qualified(scope, tableName(entity))} (\n${columns.map((one) => `  ${one}`).join(",\n")}\n);`;
};

const ROOT = ['"created_at" timestamptz(3) not null', '"updated_at" timestamptz(3) not null', '"version" bigint not null'];

const columnLines = (entity: Entity, field: Field): readonly string[] => {
  const need = field.optional ? "" : " not null";
  const [column = "", second = ""] = columnsOf(field);
  if (isMoney(field.type)) return [`${sqlName(column)} numeric${need}`, `${sqlName(second)} ${TEXT}${need}`];
  const line = `${sqlName(column)} ${sqlType(field.type)}${need}`;
  if (field.type.kind !== "enum") return [line];
  const check = sqlName(constraintName(tableName(entity), column, "check"));
  return [`${line} constraint ${check} check (${sqlName(column)} in (${field.type.values.map(sqlString).join(", ")}))`];
};

const pairTables = (scope: Scope, entity: Entity): readonly string[] =>
  sets(entity).map((field) =>
    `create table ${qualified(scope, pairTable(entity, field))} (\n  "owner" uuid not null,\n  "member" uuid not null,\n  primary key ("owner", "member")\n);`);

const foreignKeys = (scope: Scope, entity: Entity): readonly string[] => {
  const table = tableName(entity);
  const key = (from: string, column: string, to: string, rule: string): string => {
    const name = sqlName(constraintName(from, column, "fkey"));
    return `alter table ${qualified(scope, from)} add constraint ${name}\n  foreign key (${sqlName(column)}) references ${qualified(scope, to)} ("id")${rule};`;
  };
  const owner = entity.ownedBy === null ? [] : [key(table, "_parent", tableName({ name: entity.ownedBy }), " on delete cascade")];
  const references = entity.fields.flatMap((field) =>
    field.type.kind === "entity" ? [key(table, snake(field.name), tableName({ name: field.type.entity }), "")] : []);
  const pairs = collectionsOf(entity).filter((one) => one.kind === "set").flatMap(({ field, target }) => [
    key(pairTable(entity, field), "owner", table, " on delete cascade"),
    key(pairTable(entity, field), "member", tableName({ name: target }), ""),
  ]);
  return [...owner, ...references, ...pairs];
};

/** The fields of each unique key of an entity, the ones of single fields first. */
export const uniqueFields = (entity: Entity): readonly (readonly string[])[] => [
  ...entity.fields.filter((field) => field.unique).map((field) => [field.name]),
  ...entity.unique,
];

export const uniqueName = (entity: Entity, fields: readonly string[]): string =>
  constraintName(tableName(entity), ...fields.map((name) => snake(name)), "key");

const columnList = (entity: Entity, fields: readonly string[]): string => {
  const columns = fields.flatMap((name) => {
    const field = entity.fields.find((one) => one.name === name);
    return field === undefined ? [snake(name)] : columnsOf(field);
  });
  return columns.map(sqlName).join(", ");
};

const uniqueKeys = (scope: Scope, entity: Entity): readonly string[] =>
  uniqueFields(entity).map((fields) =>
    `alter table ${qualified(scope, tableName(entity))} add constraint ${sqlName(uniqueName(entity, fields))}\n  unique (${columnList(entity, fields)});`);

/** The declared ones, and one for every reference that no other begins with: a delete looks for who refers to the row. */
const indexes = (scope: Scope, entity: Entity): readonly string[] => {
  const begun = new Set([...entity.indexes, ...uniqueFields(entity)].map(([first]) => first));
  const references = entity.fields.filter((field) => field.type.kind === "entity" && !begun.has(field.name)).map((field) => [field.name]);
  const own = [...entity.indexes, ...references].map((fields) =>
    index(scope, tableName(entity), fields.map((name) => snake(name)), columnList(entity, fields)));
  const parent = entity.ownedBy === null ? [] : [index(scope, tableName(entity), ["_parent"], '"_parent", "_position"')];
  const members = sets(entity).map((field) => index(scope, pairTable(entity, field), ["member"], '"member"'));
  return [...own, ...parent, ...members];
};

const index = (scope: Scope, table: string, parts: readonly string[], columns: string): string =>
  `create index ${sqlName(constraintName(table, ...parts, "idx"))} on ${qualified(scope, table)} (${columns});`;
