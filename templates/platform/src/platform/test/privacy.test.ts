import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import type { PersonalTable } from "../kernel/personal.ts";
import { erasureRecords, type Note } from "../kernel/personal-erasure.ts";
import { erasePerson, exportPerson, sqlHolder } from "../kernel/personal-holder.ts";
import type { Seals } from "../kernel/personal-rows.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const unused = (): Promise<never> => Promise.reject(new Error("nothing is published or kept here"));
const pool = createPool({ url, name: "knowing", role: roleOf("knowing"), connections: 4 }, log);
const seals: Seals = {
  seal: async (place, text) => `${randomUUID()}|${place}|${text}`,
  open: async (place, stored) => {
    const [, where, text = ""] = stored.split("|");
    if (where !== place) throw new Error("It was moved.");
    return text;
  },
  blind: async (field, text) => `blind ${field} ${text}`,
};
const store = { database: createDatabase(pool, { publish: unused, once: unused }), seals };

const COMMON =
  "id uuid primary key, created_at timestamptz(3) not null, updated_at timestamptz(3) not null, version bigint";
const up = `
  create table "knowing"."people" (${COMMON}, "user" uuid, "name" text, "card" text, "card_blind_index" text unique);
  create table "knowing"."bills" (${COMMON}, "person" uuid references "knowing"."people" (id), "payer" text);
  create table "knowing"."lines" (id uuid primary key, "_parent" uuid references "knowing"."bills" (id) on delete cascade,
    "text" text);
  create table "knowing"."letters" (${COMMON}, "person" uuid references "knowing"."people" (id), "text" text);
  create table "knowing"."marks" (${COMMON}, "person" uuid);`;

const YEAR_MS = 31_536_000_000;
const usual = { service: "knowing", sealed: [], replaced: [], keepMs: 0, personal: true, audited: [] };
const ofPerson = { column: '"person"', of: "knowing.Person" };
const replaced = (table: string, where: string, column: string) => ({
  ...{ table: `"knowing"."${table}"`, where },
  columns: [{ column: `"${column}"`, by: "'erased'" }],
});
const card = {
  field: "knowing.Person.card",
  name: "card",
  column: '"card"',
  index: '"card_blind_index"',
  isText: true,
};

const tables: readonly PersonalTable[] = [
  {
    ...{ ...usual, entity: "knowing.Bill", table: '"knowing"."bills"', subject: ofPerson, keepMs: YEAR_MS },
    select: `select id, payer, (select json_agg(text) from "knowing"."lines" where _parent = this.id) as lines
      from "knowing"."bills" as "this"`,
    replaced: [replaced("bills", '"id" = $1', "payer"), replaced("lines", '"_parent" = $1', "text")],
  },
  {
    ...{ ...usual, entity: "knowing.Letter", table: '"knowing"."letters"', subject: ofPerson },
    select: 'select id, text from "knowing"."letters" as "this"',
  },
  {
    ...{ ...usual, entity: "knowing.Mark", table: '"knowing"."marks"', subject: ofPerson, personal: false },
    select: 'select id from "knowing"."marks" as "this"',
  },
  {
    ...{ ...usual, entity: "knowing.Person", table: '"knowing"."people"' },
    subject: { column: '"user"', of: null },
    select: 'select id, name, card, version::int from "knowing"."people" as "this"',
    sealed: [{ ...card, replaced: "{id:8}" }],
    replaced: [replaced("people", '"id" = $1', "name")],
  },
];

const insert = async (table: string, columns: string, ...values: readonly unknown[]): Promise<string> => {
  const id = randomUUID();
  const places = values.map((_, index) => `, $${index + 2}`).join("");
  const head = `insert into "knowing"."${table}" (id, created_at, updated_at, version${columns})`;
  await pool.query(`${head} values ($1, now(), now(), 1${places})`, [id, ...values]);
  return id;
};

/** Somebody with two letters, a bill of one line and a mark. */
const somebody = async (name: string, bills = 1) => {
  const user = randomUUID();
  const id = await insert("people", ', "user", name', user, name);
  const sealed = await seals.seal(`knowing.Person.card ${id}`, `card of ${name}`);
  const fields = [id, sealed, `blind ${name} ${id}`];
  await pool.query('update "knowing"."people" set card = $2, card_blind_index = $3 where id = $1', fields);
  for (const text of ["one", "two"]) await insert("letters", ", person, text", id, `${text} to ${name}`);
  for (let count = 0; count < bills; count += 1) {
    const bill = await insert("bills", ", person, payer", id, name);
    await pool.query('insert into "knowing"."lines" values ($1, $2, $3)', [randomUUID(), bill, `for ${name}`]);
  }
  await insert("marks", ", person", id);
  return { user, id };
};

const nothing: Note = async () => undefined;
const entities = tables.map(({ service, entity, subject }) => ({ service, entity, of: subject.of }));
const holderOf = (note: Note) => () => sqlHolder({ schema: "knowing", tables, store, keepsAnswers: false }, note);
const erase = (user: string, note = nothing) => erasePerson(entities, ["knowing"], holderOf(note), user);
const held = (user: string) => exportPerson(entities, holderOf(nothing), user);
const toldOf = async (which: "open" | "all"): Promise<readonly string[]> => {
  const rows = await store.database.run<{ readonly subject: string }>(erasureRecords("knowing")[which], []);
  return rows.map(({ subject }) => subject);
};

beforeAll(() => migrate(url, [{ service: "knowing", migrations: [{ id: "1", up, down: "" }] }], log));
beforeEach(async () => {
  await pool.query('delete from "knowing"."_erasure"');
});
afterAll(() => pool.end());

test("a user's rows are found through those that refer to them, and encrypted fields are opened", async () => {
  const { user, id } = await somebody("Ada");
  await somebody("Bob");
  expect(await held(user)).toEqual({
    "knowing.Bill": [{ id: expect.any(String), payer: "Ada", lines: ["for Ada"] }],
    "knowing.Letter": expect.arrayContaining(
      ["one", "two"].map((n) => ({ id: expect.any(String), text: `${n} to Ada` })),
    ),
    "knowing.Mark": [{ id: expect.any(String) }],
    "knowing.Person": [{ id, name: "Ada", card: "card of Ada", version: 1 }],
  });
  expect((await held(randomUUID()))["knowing.Person"]).toEqual([]);
});

test("what may go goes; what must be kept, and what that refers to, tells of nobody any more", async () => {
  const [cleo, dora] = [await somebody("Cleo"), await somebody("Dora")];
  const others = await held(dora.user);
  expect(await erase(cleo.user)).toEqual({ deleted: 2, replaced: 2, left: 1 });
  const digits = cleo.id.replaceAll("-", "").slice(-8);
  expect(await held(cleo.user)).toEqual({
    "knowing.Bill": [{ id: expect.any(String), payer: "erased", lines: ["erased"] }],
    "knowing.Letter": [],
    "knowing.Mark": [{ id: expect.any(String) }],
    "knowing.Person": [{ id: cleo.id, name: "erased", card: digits, version: 2 }],
  });
  expect(await held(dora.user)).toEqual(others);
});

test("a row that nothing keeps is deleted, when it is old enough those that were kept, too", async () => {
  const free = await somebody("Eve", 0);
  expect(await erase(free.user)).toEqual({ deleted: 3, replaced: 0, left: 1 });
  const old = await somebody("Flo");
  await pool.query(`update "knowing"."bills" set created_at = now() - interval '2 years' where person = $1`, [old.id]);
  expect(await erase(old.user)).toMatchObject({ deleted: 4, replaced: 0 });
});

test("what was cut short is known, and finished without doing anything twice", async () => {
  const { user } = await somebody("Gus", 2);
  let rows = 0;
  const noted: string[] = [];
  const killed: Note = async (_queries, table, id) => {
    rows += 1;
    if (rows === 3) throw new Error("killed");
    noted.push(`${table.entity} ${id}`);
  };
  await expect(erase(user, killed)).rejects.toThrow("killed");
  expect(await toldOf("open")).toEqual([user]);
  await erase(user, killed);
  expect(await toldOf("open")).toEqual([]);
  expect(await toldOf("all")).toEqual([user]);
  expect(new Set(noted).size).toBe(noted.length);
  expect(noted).toHaveLength(5);
  const { rows: told } = await pool.query('select deleted, replaced from "knowing"."_erasure"');
  expect(told).toEqual([{ deleted: 2, replaced: 3 }]);
});

test("once more changes nothing", async () => {
  const { user } = await somebody("Hal");
  await erase(user);
  const counts = async () => (await pool.query('select deleted, replaced from "knowing"."_erasure"')).rows;
  const [before, counted] = [await held(user), await counts()];
  expect(await erase(user)).toMatchObject({ deleted: 0, replaced: 0 });
  expect(await held(user)).toEqual(before);
  expect(await counts()).toEqual(counted);
});
