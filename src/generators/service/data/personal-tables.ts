import type { Entity, Field } from "../../../model/architecture.ts";
import { isAudited, secretFields } from "../../audited.ts";
import { subjected, type Subjected } from "../../privacy.ts";
import { snake, sqlName } from "../../render/index.ts";
import { keptFor } from "../../retention.ts";
import { indexField, isKey, storedEntity } from "../../sealed.ts";
import { arrayOf, line, objectOf, type Source } from "../code/layout.ts";
import { numberText } from "../methods.ts";
import { columnsOf } from "../names.ts";
import type { Scope } from "../scope.ts";
import { inTemplate } from "./migrations.ts";
import { replacedSql, replacedText } from "./replaced.ts";
import { selectLines } from "./select.ts";
import { columnFields, qualified, tableName } from "./tables.ts";

/** The text of data/personal-tables.ts: what the service holds about users. */
export const personalTablesBody = (scope: Scope): string => {
  const own = subjected(scope.architecture).filter(({ service }) => service.name === scope.service.name);
  const list = line(0, "export const personalTables: readonly PersonalTable[] = ", arrayOf(own.map((one) => tableSource(scope, one))), ";");
  return `/** The rows that are about a user each, and what of them tells of a person. */\n${list}`;
};

const text = (value: string): Source => JSON.stringify(value);

const single = (value: string): string => (value.includes('"') && !/['\\]/u.test(value) ? `'${value}'` : value.includes('"') ? `\`${inTemplate(value)}\`` : JSON.stringify(value));

const tableSource = (scope: Scope, { service, entity, of }: Subjected): Source => {
  const whole = { ...entity, fields: storedEntity(entity).fields.slice(0, entity.fields.length) };
  const select = `\`\nselect\n${selectLines(scope, whole).map(inTemplate).join("\n")}\``;
  return objectOf([
    ["service", text(service.name)],
    ["entity", text(`${service.name}.${entity.name}`)],
    ["table", single(qualified(scope, tableName(entity)))],
    ["select", select],
    ["subject", objectOf([["column", single(sqlName(snake(entity.subject ?? "id")))], ["of", of === null ? "null" : text(`${of.service}.${of.entity}`)]])],
    ["personal", String(tells(scope, entity))],
    ["keepMs", numberText(keptFor(entity) ?? 0)],
    ["sealed", arrayOf(entity.fields.filter(({ encrypt }) => encrypt).map((field) => sealedSource(scope, entity, field)))],
    ["replaced", arrayOf(replacedParts(scope, entity, '"id" = $1', entity.subject))],
    ["audited", isAudited(entity) ? arrayOf(secretFields(entity, service.entities).map(text)) : "null"],
  ]);
};

const isPersonal = ({ sensitivity }: Field): boolean => sensitivity === "personal" || sensitivity === "regulated";

/** Whether a row, or one that it owns, tells of a person. */
const tells = (scope: Scope, entity: Entity): boolean =>
  entity.fields.some((field) => isPersonal(field) || (field.type.kind === "children" && tells(scope, scope.entity(field.type.entity))));

const sealedSource = (scope: Scope, entity: Entity, field: Field): Source =>
  objectOf([
    ["field", text(`${scope.service.name}.${entity.name}.${field.name}`)],
    ["name", text(field.name)],
    ["column", single(sqlName(snake(field.name)))],
    ["index", isKey(entity, field) ? single(sqlName(snake(indexField(field.name)))) : "null"],
    ["isText", String(isText(field))],
    ...(isPersonal(field) ? [["replaced", field.optional ? "null" : text(replacedText(field, isKey(entity, field)))] as const] : []),
  ]);

const TEXTS: ReadonlySet<string> = new Set(["uuid", "string", "text", "decimal", "date", "timestamp", "email", "url", "bytes"]);

const isText = ({ type }: Field): boolean => (type.kind === "scalar" ? TEXTS.has(type.name) : type.kind === "enum" || type.kind === "foreign");

/** The columns of a table, and of those of its owned rows, that tell of a person and lie in the clear. */
const replacedParts = (scope: Scope, entity: Entity, where: string, subject: string | null): readonly Source[] => {
  const table = qualified(scope, tableName(entity));
  const places = columnFields(entity)
    .filter((field) => isPersonal(field) && !field.encrypt && field.name !== subject)
    .flatMap((field) => columnsOf(field).map((column, index) => ({ column: sqlName(column), by: replacedSql(field, isKey(entity, field), index) })))
    .filter((one) => one.by !== null);
  const own = places.length === 0 ? [] : [
    objectOf([
      ["table", single(table)],
      ["where", single(where)],
      ["columns", arrayOf(places.map(({ column, by }) => objectOf([["column", single(column)], ["by", single(by ?? "")]])))],
    ]),
  ];
  const owned = entity.fields.flatMap(({ type }) => {
    if (type.kind !== "children") return [];
    const inside = where.startsWith('"id"') ? '"_parent" = $1' : `"_parent" in (select "id" from ${table} where ${where})`;
    return replacedParts(scope, scope.entity(type.entity), inside, null);
  });
  return [...own, ...owned];
};
