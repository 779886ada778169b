// What the rows of every table are to hold, worked out from the specs alone: values are text, and belong to a field whatever it is called. A column
// that left keeps its values under its name; one whose place another has taken keeps them under any name.
import { KINDS, WIDER } from "./spec.mjs";

const clone = (world) => structuredClone(world);

export const tableOf = (name) => `${name.toLowerCase()}s`;

/** Tables by `schema.table`: the entity, its columns by name, what lies under a name that nobody knows, and rows. */
export const emptyWorld = () => ({ tables: {}, aside: [] });

const schemaOf = (key) => key.split(".")[0];

function renameSchema(world, from, to) {
  for (const key of Object.keys(world.tables).filter((one) => schemaOf(one) === from)) {
    world.tables[key.replace(`${from}.`, `${to}.`)] = world.tables[key];
    delete world.tables[key];
  }
  for (const one of world.aside) if (one.schema === from) one.schema = to;
}

/** The same column goes on where the type is the same, or holds each value of the old one. */
const goesOn = (column, field) => {
  const sql = KINDS[field.kind].sql;
  if (column.sql === sql) return true;
  return Object.entries(KINDS).some(([kind, one]) => one.sql === column.sql && (WIDER[kind] ?? []).some((wider) => KINDS[wider].sql === sql));
};

function columnFor(table, field) {
  const old = table.columns[field.name];
  const [sql, label] = [KINDS[field.kind].sql, field.name];
  if (old !== undefined && goesOn(old, field)) {
    const after = { ...old, id: old.left ? field.id : old.id, label, sql, left: false };
    if (after.id !== field.id) after.id = field.id;
    moveValues(table, old.id, field.id);
    return after;
  }
  if (old !== undefined) {
    const lost = `lost ${table.lost.length} ${old.id}`;
    moveValues(table, old.id, lost);
    table.lost.push({ id: lost, label: old.label });
  }
  for (const row of Object.values(table.rows)) row[field.id] = null;
  return { id: field.id, label, sql, left: false };
}

function moveValues(table, from, to) {
  if (from === to) return;
  for (const row of Object.values(table.rows)) {
    row[to] = row[from] ?? null;
    delete row[from];
  }
}

function renameColumns(table, entity) {
  const moved = entity.fields.filter(({ was }) => was !== undefined && table.columns[was] !== undefined && !entity.fields.some((one) => one.name === was)).map((field) => ({ field, column: table.columns[field.was] }));
  for (const { field } of moved) delete table.columns[field.was];
  for (const { field, column } of moved) {
    const inTheWay = table.columns[field.name];
    if (inTheWay !== undefined) {
      const lost = `lost ${table.lost.length} ${inTheWay.id}`;
      moveValues(table, inTheWay.id, lost);
      table.lost.push({ id: lost, label: inTheWay.label });
    }
    table.columns[field.name] = { ...column, label: field.name };
  }
}

function entityIn(world, service, entity) {
  const key = `${service.name}.${tableOf(entity.name)}`;
  const old = entity.was === undefined ? undefined : `${service.name}.${tableOf(entity.was)}`;
  const isMoved = old !== undefined && world.tables[old] !== undefined && !service.entities.some((one) => one.name === entity.was);
  if (isMoved) {
    if (world.tables[key] !== undefined) world.aside.push({ schema: service.name, label: entity.name, ...world.tables[key] });
    world.tables[key] = world.tables[old];
    delete world.tables[old];
  }
  world.tables[key] ??= { columns: {}, lost: [], rows: {} };
  const table = world.tables[key];
  Object.assign(table, { entity: entity.id, label: entity.name, left: false });
  renameColumns(table, entity);
  const columns = {};
  for (const field of entity.fields) columns[field.name] = columnFor(table, field);
  for (const [name, column] of Object.entries(table.columns)) columns[name] ??= { ...column, left: true };
  table.columns = columns;
  for (const field of entity.fields) fill(table, field);
}

/** A row from before gets the default of what is required now; what is unique must be so already. */
function fill(table, field) {
  const values = Object.values(table.rows);
  if (!field.optional && field.default !== undefined) for (const row of values) row[field.id] ??= field.default;
  const given = values.map((row) => row[field.id]).filter((value) => value !== null);
  if (field.unique && new Set(given).size < given.length) field.unique = false;
}

/** The world under a spec; takes `unique` out of the spec where rows are alike. */
export function worldAfter(before, spec) {
  const world = clone(before);
  for (const { name, was } of spec.services) if (was !== undefined) renameSchema(world, was, name);
  const asked = new Set(spec.services.flatMap(({ name, entities }) => entities.map((entity) => `${name}.${tableOf(entity.name)}`)));
  for (const service of spec.services) for (const entity of service.entities) entityIn(world, service, entity);
  for (const [key, table] of Object.entries(world.tables)) if (!asked.has(key)) letGo(table);
  return world;
}

function letGo(table) {
  table.left = true;
  for (const column of Object.values(table.columns)) column.left = true;
}

/** The world without what was asked to go, by the names that `--contract` takes. */
export function worldWithout(before, names) {
  const world = clone(before);
  for (const [key, table] of Object.entries(world.tables)) {
    const service = schemaOf(key);
    const isNamed = (label) => names.includes(`${service}.${table.label}.${label}`);
    if (names.includes(service) || (table.left && names.includes(`${service}.${table.label}`))) delete world.tables[key];
    else {
      table.lost = table.lost.filter(({ label }) => !isNamed(label));
      for (const [name, column] of Object.entries(table.columns)) if (column.left && isNamed(column.label)) delete table.columns[name];
    }
  }
  world.aside = world.aside.filter(({ schema, label }) => !names.includes(schema) && !names.includes(`${schema}.${label}`));
  return world;
}

/** What a database holds otherwise than it should: `dump` is by `schema.table`, then by row, then by column. */
export function differences(world, dump) {
  const found = [];
  for (const [key, table] of Object.entries(world.tables)) {
    if (dump[key] === undefined) found.push(`${key} is gone`);
    else found.push(...tableDifferences(key, table, dump[key]));
  }
  for (const { schema, label, rows } of world.aside) {
    const ids = Object.keys(rows);
    if (!Object.entries(dump).some(([key, there]) => schemaOf(key) === schema && ids.every((id) => there.rows[id] !== undefined))) found.push(`the rows that ${schema}.${label} had are nowhere`);
  }
  return found;
}

function tableDifferences(key, table, there) {
  const rows = Object.entries(table.rows);
  const missing = rows.filter(([id]) => there.rows[id] === undefined).map(([id]) => `${key} lacks the row ${id}`);
  if (missing.length > 0) return missing.slice(0, 3);
  const wrong = Object.entries(table.columns).flatMap(([name, { id }]) =>
    there.columns.includes(name) ? rows.filter(([row, values]) => there.rows[row][name] !== (values[id] ?? null)).map(([row, values]) => `${key}.${name} of ${row} is ${JSON.stringify(there.rows[row][name])} and should be ${JSON.stringify(values[id] ?? null)}`) : [`${key} lacks the column ${name}`]);
  const known = new Set(Object.keys(table.columns));
  const others = there.columns.filter((name) => !known.has(name));
  const lost = table.lost.filter(({ id }) => !others.some((name) => rows.every(([row, values]) => values[id] === undefined || there.rows[row][name] === values[id])));
  return [...wrong.slice(0, 3), ...lost.map(({ label }) => `${key}: the values that ${label} had are in no column of ${there.columns.join(", ")}`)];
}
