import type { Entity, Field } from "../../../model/architecture.ts";
import { render, snake, typescriptString } from "../../render/index.ts";
import { arrayOf, line, objectOf, type Source } from "../code/layout.ts";
import { constraintName, entityNames } from "../names.ts";
import type { Scope } from "../scope.ts";
import { searched } from "../shapes.ts";
import { uniqueFields, uniqueName } from "./keys.ts";
import { pairTable, tableName } from "./tables.ts";

/** The text of data/memory.ts: all repositories of the service in memory. */
export const memoryBody = (scope: Scope): string =>
  render("service/memory.ts.hbs", {
    tables: scope.roots.map((entity) => ({ ...entityNames(entity), repository: entity.tenant ? "memoryOfTenants" : "memoryRepository", lines: tableLines(scope, entity) })),
  });

const tableLines = (scope: Scope, entity: Entity): readonly string[] => {
  const keys = uniqueFields(entity).map((fields) =>
    objectOf([
      ["constraint", typescriptString(uniqueName(entity, fields))],
      ["of", `(row) => [${fields.map((name) => `row.${name}`).join(", ")}]`],
    ]));
  const references = referencesOf(scope, entity, "", "row").map((one) =>
    objectOf([
      ["constraint", typescriptString(one.constraint)],
      ["table", typescriptString(one.table)],
      ["ids", idsSource(one.ids)],
    ]));
  return [
    `    name: ${typescriptString(tableName(entity))},`,
    line(4, "unique: ", arrayOf(keys), ","),
    line(4, "references: ", arrayOf(references), ","),
    line(4, "searched: ", arrayOf(searched(scope, entity).map(typescriptString)), ","),
  ];
};

const CALL = /\.(?:flatMap|map)\(/gu;

/** A chain of three calls or more stands with one call a line, as does what does not fit otherwise. */
const idsSource = (ids: string): Source => {
  const calls = ids.match(CALL)?.length ?? 0;
  if (calls < 3 && `        ids: (row) => ${ids},`.length <= 120) return `(row) => ${ids}`;
  const isChain = calls > 2 || (calls === 2 && ids.length > 109);
  const body = isChain ? ids.replace(CALL, (call) => `\n            ${call}`) : ids;
  return `(row) =>\n          ${body}`;
};

interface Reference {
  readonly constraint: string;
  readonly table: string;
  /** Source of the list of ids. */
  readonly ids: string;
}

/** The references of an entity and of all that it owns; `owners` is the source of its rows, empty for the row itself. */
const referencesOf = (scope: Scope, entity: Entity, owners: string, row: string): readonly Reference[] =>
  entity.fields.flatMap((field) => referencesOfField(scope, entity, field, owners, row));

const referencesOfField = (scope: Scope, entity: Entity, field: Field, owners: string, row: string): readonly Reference[] => {
  const { type } = field;
  const value = `${owners === "" ? row : "one"}.${field.name}`;
  if (type.kind === "entity") {
    const constraint = constraintName(tableName(entity), snake(field.name), "fkey");
    return [{ constraint, table: tableName({ name: type.entity }), ids: owners === "" ? `[${value}]` : `${owners}.map((one) => ${value})` }];
  }
  if (type.kind === "set") {
    const constraint = constraintName(pairTable(entity, field), "member", "fkey");
    return [{ constraint, table: tableName({ name: type.entity }), ids: owners === "" ? value : `${owners}.flatMap((one) => ${value})` }];
  }
  if (type.kind !== "children") return [];
  const inner = owners === "" ? value : `${owners}.flatMap((one) => ${value})`;
  return referencesOf(scope, scope.entity(type.entity), inner, row);
};
