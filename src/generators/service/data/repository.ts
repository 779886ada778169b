import type { Entity, Field, Type } from "../../../model/architecture.ts";
import { pascal, render, snake, sqlName, typescriptString } from "../../render/index.ts";
import { isKey, sealedFields, storedEntity } from "../../sealed.ts";
import { arrayOf, callOf, line, objectOf, parametersOf, type Source } from "../code/layout.ts";
import { dropsMonths } from "../../partitions.ts";
import { deletedAfter } from "../../retention.ts";
import { columnsOf, constraintName, entityNames, shortened } from "../names.ts";
import { comparedFields } from "../policies/index.ts";
import type { Scope } from "../scope.ts";
import { filterable, searched, sortable } from "../shapes.ts";
import { dropMonthsLines, removeOldLines } from "./aging.ts";
import { inTemplate } from "./migrations.ts";
import { columnNames, selectLines } from "./select.ts";
import { TENANT_COLUMN } from "../tenants.ts";
import { type Collection, collectionsOf, columnFields, isJson, isMoney, pairTable, qualified, sqlType, tableName } from "./tables.ts";

/** The text of data/<entities>.ts: the repository on Postgres. */
export const repositoryBody = (scope: Scope, entity: Entity): string => {
  const names = entityNames(entity);
  const sealed = sealedFields(entity);
  const collections = collectionsOf(entity).map((one) => collectionView(scope, entity, one));
  return render("service/repository.ts.hbs", {
    ...names,
    about: `Keeps ${names.spokenPlural} on Postgres.`,
    sealed: sealed.map((field) => openedLine(scope, entity, field)),
    select: selectLines(scope, { ...entity, fields: storedEntity(entity).fields.slice(0, entity.fields.length) }).map(inTemplate),
    row: line(2, "...", callOf("statementsById", [shortName(scope, entity), "SELECT", typescriptString(qualified(scope, tableName(entity))), ...(entity.tenant ? ["true"] : [])]), ","),
    listName: shortName(scope, entity),
    statements: [...writingStatements(scope, entity), ...collections.flatMap((one) => one.statements)],
    source: sourceLines(scope, entity),
    collections,
    repository: repositoryLines(scope, entity, collections),
  });
};

/** What seals its rows is handed the cipher, what keeps rows of tenants the tenant. */
const repositoryLines = (scope: Scope, entity: Entity, collections: readonly CollectionView[]): readonly string[] => {
  const { camel, name, type } = entityNames(entity);
  const sealed = sealedFields(entity).length > 0;
  const values = valuesOf(scope, entity);
  const takes = [...(sealed ? ["cipher: Cipher"] : []), ...(entity.tenant ? ["tenant: string"] : [])];
  const indent = takes.length === 0 ? 2 : 4;
  const mapping = [
    line(indent, `source: ${camel}Source`, "", ","),
    line(indent, `statements: ${camel}Statements`, "", ","),
    line(indent, `values: ${sealed ? "async " : ""}(${values.length === 0 ? "" : "row"}) => `, arrayOf(values), ","),
    ...(collections.length === 0 ? [] : [line(indent, "collections: ", arrayOf(collections.map((one) => one.part)), ",")]),
    ...(sealed ? [line(indent, `opened: (row) => opened${name}(cipher, row)`, "", ",")] : []),
    ...(entity.tenant ? [line(indent, "tenant", "", ",")] : []),
  ];
  return takes.length === 0
    ? [`export const ${camel}Repository: Repository<${type}> = sqlRepository({`, ...mapping, "});"]
    : [line(0, `export const ${camel}Repository = `, parametersOf(takes), `: Repository<${type}> =>`), "  sqlRepository({", ...mapping, "  });"];
};

const shortName = (scope: Scope, entity: Entity): string => typescriptString(shortened(`${scope.service.name}.${entity.name}`, 40));

/** Those that name the entity's columns, and those of its retention; `statementsById` of the kernel are the others. */
const writingStatements = (scope: Scope, entity: Entity): readonly StatementView[] => {
  const table = qualified(scope, tableName(entity));
  const columns = columnNames(storedEntity(entity));
  const stored = [...columns, ...(entity.tenant ? [TENANT_COLUMN] : [])];
  const places = stored.map((_, index) => `$${index + 1}`);
  const changed = columns.slice(2).map((column, index) => `  ${sqlName(column)} = $${index + 3}`);
  return [
    statement(scope, entity, "insert", [`insert into ${table} (${stored.map(sqlName).join(", ")})`, `values (${places.join(", ")})`]),
    statement(scope, entity, "update", [`update ${table} set`, `${changed.join(",\n")}`, `where "id" = $1 and "version" = $2${entity.tenant ? ` and "${TENANT_COLUMN}" = $${stored.length}` : ""}`, 'returning "id"']),
    ...(deletedAfter(entity) === null ? [] : [statement(scope, entity, "removeOld", removeOldLines(scope, entity))]),
    ...(dropsMonths(entity) ? [statement(scope, entity, "dropMonths", dropMonthsLines(scope, entity))] : []),
  ];
};

interface StatementView {
  readonly key: string;
  readonly name: string;
  readonly lines: readonly string[];
}

const statementName = (scope: Scope, entity: Entity, action: string): string =>
  typescriptString(constraintName(`${scope.service.name}.${entity.name}.${action}`));

const statement = (scope: Scope, entity: Entity, key: string, lines: readonly string[]): StatementView => ({
  key,
  name: statementName(scope, entity, key),
  lines: lines.map(inTemplate),
});

/** The full name of a field, which its sealed values are bound to. */
export const fullName = (scope: Scope, entity: Entity, field: Pick<Field, "name">): string => `${scope.service.name}.${entity.name}.${field.name}`;

/** How a row's sealed field is opened when it is read. */
const openedLine = (scope: Scope, entity: Entity, field: Field): string => {
  const args = ["cipher", typescriptString(fullName(scope, entity, field)), "row.id", `row.${field.name}`];
  return line(2, `${field.name}: await `, callOf(isText(field.type) ? "openedText" : "openedValue", args), ",");
};

const TEXTS: ReadonlySet<string> = new Set(["uuid", "string", "text", "decimal", "date", "timestamp", "email", "url", "bytes"]);

/** Whether a value is text in code. */
const isText = (type: Type): boolean => (type.kind === "scalar" ? TEXTS.has(type.name) : type.kind === "enum" || type.kind === "foreign");

/** The values of a row's columns in their order; blind indexes are the last. */
const valuesOf = (scope: Scope, entity: Entity): readonly Source[] => [
  ...columnFields(entity).flatMap((field): readonly Source[] => (field.encrypt ? [sealedValue("sealed", scope, entity, field)] : plainValues(field))),
  ...sealedFields(entity).filter((field) => isKey(entity, field)).map((field) => sealedValue("blinded", scope, entity, field)),
];

const sealedValue = (how: "sealed" | "blinded", scope: Scope, entity: Entity, field: Field): Source => {
  const id = how === "sealed" ? ["row.id"] : [];
  const value = isText(field.type) || field.type.kind === "scalar" ? `row.${field.name}` : `checked<Json>(row.${field.name})`;
  return callOf(`await ${how}`, ["cipher", typescriptString(fullName(scope, entity, field)), ...id, value]);
};

/** A list or a type that a row from before lacks stays none at the next change of the row: JSON's null would pass for a value. */
const plainValues = (field: Field): readonly string[] => {
  const value = `row.${field.name}`;
  if (isMoney(field.type)) {
    return field.optional ? [`${value}?.amount ?? null`, `${value}?.currency ?? null`] : [`${value}.amount`, `${value}.currency`];
  }
  if (!isJson(field.type)) return [value];
  const mayLack = field.optional || field.type.kind !== "scalar";
  return [mayLack ? `${value} === null ? null : JSON.stringify(${value})` : `JSON.stringify(${value})`];
};

const sourceLines = (scope: Scope, entity: Entity): readonly string[] => {
  const fields = new Set([...sortable(entity), ...filterable(scope, entity).map((field) => field.name), ...searched(scope, entity), ...comparedFields(scope, entity)]);
  return [
    line(2, "columns: ", objectOf([...fields].map((name) => [name, typescriptString(sqlName(firstColumn(entity, name)))])), ","),
    line(2, "sorted: ", arrayOf(sortable(entity).map(typescriptString)), ","),
    line(2, "searched: ", arrayOf(searched(scope, entity).map(typescriptString)), ","),
  ];
};

/** Of money, which a policy may only look for, the amount. */
const firstColumn = (entity: Entity, name: string): string => {
  const field = entity.fields.find((one) => one.name === name);
  return (field === undefined ? undefined : columnsOf(field)[0]) ?? snake(name);
};

interface CollectionView {
  /** `Lines`, as in `insertLines`. */
  readonly suffix: string;
  /** What the repository does with it. */
  readonly part: Source;
  /** The head of the function that writes its rows. */
  readonly opening: string;
  /** One statement a table: the collection's own and those of the children's collections. */
  readonly parts: readonly string[];
  readonly statements: readonly StatementView[];
}

const collectionView = (scope: Scope, entity: Entity, collection: Collection): CollectionView => {
  const suffix = pascal(collection.field.name);
  const inner = tablesOf(scope, entity, collection, suffix);
  const owner = collection.kind === "set" ? '"owner"' : '"_parent"';
  const table = qualified(scope, collectionTable(entity, collection));
  const camel = entityNames(entity).camel;
  return {
    suffix,
    part: objectOf([["of", `(row) => row.${collection.field.name}`], ["write", entity.tenant ? `(queries, row) => write${suffix}(queries, row, tenant)` : `write${suffix}`], ["remove", `${camel}Statements.remove${suffix}`]]),
    opening: line(0, `const write${suffix} = async `, callOf("", ["queries: Queries", `row: ${entityNames(entity).type}`, ...(entity.tenant ? ["tenant: string"] : [])]), ": Promise<void> => {"),
    parts: inner.flatMap((one) => [
      ...one.before,
      line(2, "await ", callOf("insertRows", ["queries", `${camel}Statements.insert${one.suffix}`, one.local, ...(entity.tenant ? ["tenant"] : [])]), ";"),
    ]),
    statements: [
      ...inner.map((one) => statement(scope, entity, `insert${one.suffix}`, one.insert)),
      statement(scope, entity, `remove${suffix}`, [`delete from ${table} where ${owner} = $1${entity.tenant ? ` and "${TENANT_COLUMN}" = $2` : ""}`]),
    ],
  };
};

const collectionTable = (entity: Entity, { field, kind, target }: Collection): string =>
  kind === "set" ? pairTable(entity, field) : tableName({ name: target });

interface InnerTable {
  readonly suffix: string;
  /** Statements that make its rows, and the name of these. */
  readonly before: readonly string[];
  readonly local: string;
  readonly insert: readonly string[];
}

/** The collection's table and those below it; `owners` is the source of the rows that own it. */
const tablesOf = (scope: Scope, entity: Entity, collection: Collection, suffix: string, owners = "[row]"): readonly InnerTable[] => {
  const { field, kind } = collection;
  const word = suffix.charAt(0).toLowerCase() + suffix.slice(1);
  const made = line(2, `const ${word}Rows = `, callOf(kind === "set" ? "pairRows" : "childRows", [owners, `(one) => one.${field.name}`]), ";");
  const insert = kind === "set" ? insertPairs(scope, entity, field) : insertChildren(scope, collection);
  const child = kind === "set" ? null : scope.entity(collection.target);
  const inner = child === null ? [] : collectionsOf(child);
  const below = owners === "[row]" ? `row.${field.name}` : word;
  const flattened = owners === "[row]" || inner.length === 0 ? [] : [`  const ${word} = ${owners}.flatMap((one) => one.${field.name});`];
  return [
    { suffix, before: [made], local: `${word}Rows`, insert },
    ...(child === null ? [] : inner.flatMap((one, index) =>
      tablesOf(scope, child, one, suffix + pascal(one.field.name), below).map((table, place) =>
        index === 0 && place === 0 ? { ...table, before: [...flattened, ...table.before] } : table))),
  ];
};

const insertPairs = (scope: Scope, entity: Entity, field: Field): readonly string[] => [
  `insert into ${qualified(scope, pairTable(entity, field))} ("owner", "member"${entity.tenant ? `, "${TENANT_COLUMN}"` : ""})`,
  `select "owner", "member"${entity.tenant ? ", $2::uuid" : ""} from json_to_recordset($1::json) as one ("owner" uuid, "member" uuid)`,
];

const insertChildren = (scope: Scope, collection: Collection): readonly string[] => {
  const child = scope.entity(collection.target);
  const fields = columnFields(child);
  const columns = ["id", "_parent", "_position", ...(child.tenant ? [TENANT_COLUMN] : []), ...fields.flatMap((field) => columnsOf(field))].map(sqlName);
  const values = fields.flatMap((field) => {
    const name = sqlName(field.name);
    return isMoney(field.type) ? [`(${name}->>'amount')::numeric`, `${name}->>'currency'`] : [name];
  });
  const types = fields.map((field) => `${sqlName(field.name)} ${isMoney(field.type) ? "json" : sqlType(field.type)}`);
  return [
    `insert into ${qualified(scope, tableName(child))} (${columns.join(", ")})`,
    `select ${['"id"', '"_parent"', '"_position"', ...(child.tenant ? ["$2::uuid"] : []), ...values].join(", ")}`,
    `from json_to_recordset($1::json) as one (${['"id" uuid', '"_parent" uuid', '"_position" integer', ...types].join(", ")})`,
  ];
};
