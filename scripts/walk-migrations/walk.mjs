import { randomOf } from "../random.mjs";
import { changed, firstSpec } from "./changes.mjs";
import { bindingsOf, dumpOf, openDatabase } from "./database.mjs";
import { differences, emptyWorld, tableOf, worldAfter, worldWithout } from "./oracle.mjs";
import { planted } from "./plants.mjs";
import { rendered } from "./render.mjs";
import { KINDS, textOf } from "./spec.mjs";

/** One walk, in databases of its own. `fault` says what was wrong first, with the changes that led there; null where nothing was. */
export async function walk({ server, generators, seed, steps, plant }) {
  const random = randomOf(seed);
  const database = await openDatabase(server, `walk_${seed}`);
  const counts = { steps: 0, migrations: 0, rows: 0, reverted: 0, contracts: 0 };
  const told = [];
  const state = { random, database, generators, plant, counts, told, tree: [], schemas: [], world: emptyWorld(), spec: firstSpec(random), number: 1, pending: [], names: new Set() };
  try {
    await step(state, state.spec, []);
    for (let n = 0; n < steps; n += 1) {
      const names = random.chance(0.2) ? [] : null;
      if (names !== null) await contract(state);
      else await change(state);
      counts.steps += 1;
    }
    await afresh(state, server, seed);
    return { counts, fault: null };
  } catch (error) {
    return { counts, fault: `${error.message}\n${told.map((one) => `  ${one}`).join("\n")}${process.env.DEBUG ? `\n${textOf(state.spec)}\n${error.stack}` : ""}` };
  } finally {
    await database.close();
  }
}

async function change(state) {
  const { random, world, spec } = state;
  for (const { name } of spec.services) state.names.add(name);
  const areApart = (entity, field) => {
    const rows = Object.values(Object.values(world.tables).find((table) => table.entity === entity)?.rows ?? {});
    const values = rows.map((row) => row[field] ?? null).filter((value) => value !== null);
    return new Set(values).size === values.length;
  };
  const { spec: next, done } = changed(random, spec, { areApart, unused: (names) => names.filter((name) => !state.names.has(name)) });
  state.told.push(done.join("; "));
  await step(state, next, []);
}

/** Lets go of some of what waits for that, where the database can. */
async function contract(state) {
  const { random, pending, world, spec } = state;
  const isOpen = (of) => spec.services.some(({ name, entities }) => entities.some((entity) => entity.fields.some((field) => `${name}.${entity.name}.${field.name}` === of && Object.values(world.tables[`${name}.${tableOf(entity.name)}`].rows).some((row) => row[field.id] === null))));
  const can = pending.filter(({ of, message }) => /left the spec|no default/.test(message) && !pending.some((other) => other.of === of && !/left the spec|no default/.test(other.message)) && !isOpen(of));
  const names = [...new Set(can.map(({ of }) => of))].filter(() => random.chance(0.5));
  if (names.length === 0) return;
  state.told.push(`--contract ${names.join(",")}`);
  state.counts.contracts += 1;
  await step(state, structuredClone(spec), names);
}

async function step(state, spec, names) {
  const { random, database, counts } = state;
  const world = worldWithout(worldAfter(state.world, spec), names);
  const after = await rendered(state.generators, textOf(spec), state.tree, names);
  const schemas = after.schemas.map((one) => ({ ...one, migrations: one.migrations.map((migration) => (state.plant === undefined ? migration : planted(migration, state.plant))) }));
  const added = schemas.flatMap(({ migrations }) => migrations).length - state.schemas.filter(({ service }) => schemas.some((one) => one.service === service)).flatMap(({ migrations }) => migrations).length;
  const before = await dumpOf(database);
  await database.migrate(schemas);
  await holds(state, world, "after the migrations");
  const isBackwards = names.length === 0 && state.schemas.length > 0 && random.chance(0.35);
  if (isBackwards) await backAndForth(state, { before, schemas, world, spec });
  const old = state.spec;
  Object.assign(state, { spec, world, schemas, tree: after.tree, pending: after.pending });
  counts.migrations += Math.max(added, 0);
  if (names.length === 0 && isExpanding(old, spec)) await writeRows(state, old, "by the code before");
  await writeRows(state, spec, "by the code now");
  await holds(state, state.world, "after rows were written");
}

async function holds({ database }, world, when) {
  const { tables } = await dumpOf(database);
  const [first] = differences(world, tables);
  if (first !== undefined) throw new Error(`${when}: ${first}`);
  const loose = (await bindingsOf(database)).find((line) => / INVALID$| trigger /.test(line));
  if (loose !== undefined) throw new Error(`${when} there is left: ${loose}`);
}

/** Takes back what this step applied, and applies it again. What a default has filled may stay. */
async function backAndForth({ database, counts, schemas: known }, { before, schemas, world, spec }) {
  const applied = schemas.flatMap(({ service, migrations }) => {
    const old = spec.services.find(({ name }) => name === service)?.was ?? service;
    const ids = new Set(known.find((one) => one.service === old)?.migrations.map(({ id }) => id) ?? []);
    return known.some((one) => one.service === old) ? migrations.filter(({ id }) => !ids.has(id)) : [];
  });
  const isWhole = schemas.every(({ service }) => known.some((one) => one.service === (spec.services.find(({ name }) => name === service)?.was ?? service)));
  if (applied.length === 0 || !isWhole) return;
  try {
    await database.revert(schemas, applied.length);
  } catch (error) {
    // A value of the new type that has no place in the older one, as the default of a text in a date: the way back is refused.
    if (!/invalid input syntax|out of range/.test(error.message)) throw error;
    await database.migrate(schemas);
    return holds({ database }, world, "there again after a way back that was refused");
  }
  const { tables } = await dumpOf(database);
  for (const [key, table] of Object.entries(before.tables)) {
    if (tables[key] === undefined || table.columns.join() !== tables[key].columns.join()) throw new Error(`taken back, ${key} is not as it was: ${table.columns.join()} is ${tables[key]?.columns.join()}`);
    for (const [id, row] of Object.entries(table.rows)) {
      const now = tables[key].rows[id];
      const other = table.columns.find((name) => row[name] !== now?.[name] && row[name] !== null);
      if (other !== undefined) throw new Error(`taken back, ${key}.${other} is ${JSON.stringify(now?.[other])} and was ${JSON.stringify(row[other])}`);
    }
  }
  await database.migrate(schemas);
  await holds({ database }, world, "there again");
  counts.reverted += applied.length;
}

/** Whether code that knows the spec before can go on beside the one after: nothing is called otherwise, and no field has another type. */
function isExpanding(old, spec) {
  const types = new Map(spec.services.flatMap(({ entities }) => entities.flatMap(({ fields }) => fields.map((field) => [field.id, field.kind]))));
  const isCalledOtherwise = spec.services.some(({ was, entities }) => was || entities.some((entity) => entity.was || entity.fields.some((field) => field.was)));
  const isTyped = old.services.every(({ entities }) => entities.every(({ fields }) => fields.every((field) => !types.has(field.id) || types.get(field.id) === field.kind)));
  const names = new Map(spec.services.flatMap(({ name, entities }) => entities.flatMap((entity) => entity.fields.map((field) => [`${name}.${entity.name}.${field.name}`, field.id]))));
  const isReplaced = old.services.some(({ name, entities }) => entities.some((entity) => entity.fields.some((field) => (names.get(`${name}.${entity.name}.${field.name}`) ?? field.id) !== field.id)));
  return !isCalledOtherwise && isTyped && !isReplaced;
}

async function writeRows(state, spec, who) {
  const { random } = state;
  for (const service of spec.services) {
    for (const entity of service.entities) {
      for (let left = random.below(3); left > 0; left -= 1) await writeRow(state, service, entity).catch((error) => {
        throw new Error(`${who}, a row of ${service.name}.${entity.name} cannot be written: ${error.message}`);
      });
    }
  }
}

async function writeRow(state, service, entity) {
  const { random, database, world, counts } = state;
  state.number += 1;
  const { number } = state;
  const id = KINDS.uuid.value(900_000_000 + number);
  const given = entity.fields.filter((field) => !field.optional || random.chance(0.7));
  const cells = [["id", id], ["created_at", "2026-01-01T00:00:00.000Z"], ["updated_at", "2026-01-01T00:00:00.000Z"], ["version", "1"], ...given.map((field) => [field.name, KINDS[field.kind].value(number, field)])];
  const key = `${service.name}.${tableOf(entity.name)}`;
  const table = world.tables[key];
  await database.client.query(`insert into "${service.name}"."${tableOf(entity.name)}" (${cells.map(([name]) => `"${name}"`).join(", ")}) values (${cells.map((_, n) => `$${n + 1}`).join(", ")})`, cells.map(([, value]) => value));
  const { rows } = await database.client.query(`select ${Object.keys(table.columns).map((name) => `"${name}"::text as "${name}"`).join(", ")} from "${service.name}"."${tableOf(entity.name)}" where id = $1`, [id]);
  for (const [name, value] of cells.slice(4)) if ((rows[0][name] === null) !== (value === null)) throw new Error(`${name} was not taken`);
  table.rows[id] = Object.fromEntries(Object.entries(table.columns).map(([name, column]) => [column.id, rows[0][name]]));
  counts.rows += 1;
}

/** All migrations in a database that had nothing: it is bound as the one that came all the way. */
async function afresh({ database, schemas }, server, seed) {
  const fresh = await openDatabase(server, `fresh_${seed}`);
  try {
    await fresh.migrate(schemas);
    const names = new Set(schemas.map(({ service }) => service));
    const own = (lines) => lines.filter((line) => names.has(line.split(".")[0])).join("\n");
    const [was, now] = [own(await bindingsOf(database)), own(await bindingsOf(fresh))];
    if (was !== now) throw new Error(`a fresh database is bound otherwise:\n${linesApart(was, now)}`);
    const columns = async (one) => (await dumpOf(one)).columns.filter(({ schema }) => names.has(schema)).map((column) => `${column.schema}.${Object.values(column).slice(1).join(" ")}`).join("\n");
    const [old, made] = [await columns(database), await columns(fresh)];
    if (old !== made) throw new Error(`a fresh database has other columns:\n${linesApart(old, made)}`);
  } finally {
    await fresh.close();
  }
}

const linesApart = (a, b) => [...a.split("\n").filter((line) => !b.split("\n").includes(line)).map((line) => `  - ${line}`), ...b.split("\n").filter((line) => !a.split("\n").includes(line)).map((line) => `  + ${line}`)].join("\n");
