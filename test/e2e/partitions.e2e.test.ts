import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keybeam } from "./support/command.ts";
import { homeOfPostgres, programs, query, startPrimary, stopPrimary } from "./support/postgres.ts";
import { newFromSpec, type Project } from "./support/project.ts";
import { has } from "./support/servers.ts";
import { freePorts } from "./support/wait.ts";

const spec = (entities: string): string => `keybeam: 1
name: diary
topology: monolith
services:
  notes:
    entities:
      Meter: { fields: { name: string(1..40) } }
      Bit: { fields: { size: int } }
      ${entities}
    api: { resources: { Note: [list, get, create, update, delete] } }
auth: { model: none }
`;

const FIELDS = "title: { type: string, set: once }, meter: { type: Meter, set: once }, day: { type: date, set: once }, mark: optional(string(..9)), bits: list(Bit), tags: set(Meter)";

/** One after the other: what becomes of the table, and how it lies then. */
const STEPS: readonly (readonly [what: string, entity: string, lies: string])[] = [
  ["a whole table", `Note: { fields: { ${FIELDS} }, indexes: [day] }`, "whole"],
  ["parts by month", `Note: { fields: { ${FIELDS} }, indexes: [day], partitionBy: createdAt }`, "RANGE (created_at)"],
  [
    "keys, indexes and fields while it is in parts",
    `Note: { fields: { ${FIELDS.replace("optional(string(..9))", "string(..9) = none")}, other: optional(Meter), level: int = 3 }, indexes: [day, [title, createdAt]], unique: [[title, createdAt]], partitionBy: createdAt }`,
    "RANGE (created_at)",
  ],
  ["parts by another field", `Note: { fields: { ${FIELDS.replace("optional(string(..9))", "string(..9) = none")}, other: optional(Meter), level: int = 3 }, indexes: [day], partitionBy: meter }`, "HASH (meter)"],
  ["parts by a field under another name", `Note: { fields: { ${FIELDS.replace("day: {", "when: { was: day,").replace("optional(string(..9))", "string(..9) = none")}, other: optional(Meter), level: int = 3 }, partitionBy: when }`, 'RANGE ("when")'],
  ["a whole table again", `Note: { fields: { ${FIELDS.replace("day: {", "when: { was: day,").replace("optional(string(..9))", "string(..9) = none")}, other: optional(Meter), level: int = 3 } }`, "whole"],
];

interface Migration {
  readonly up: string | readonly string[];
  readonly down: string | readonly string[];
}

describe.runIf(has(join(programs, "pg_ctl")))("a table with rows, spread and united by one migration after the other", () => {
  let project: Project;
  let home: string;
  let url: string;
  const applied: Migration[] = [];
  /** How many there are once the table lies in parts for the first time. */
  let spread = 0;
  const sql = (text: string): string => query(url, text);
  const send = (side: Migration["up"]): void => {
    for (const text of typeof side === "string" ? [`begin;${side};commit;`] : side) sql(text);
  };
  const folder = (): string => join(project.folder, "src/services/notes/data/migrations");
  const next = async (): Promise<void> => {
    const names = readdirSync(folder()).filter((name) => /^\d/u.test(name)).sort().slice(applied.length);
    for (const name of names) {
      const [migration] = Object.values(await import(join(folder(), name)) as Record<string, Migration>);
      if (migration === undefined) throw new Error(`${name} holds no migration`);
      send(migration.up);
      applied.push(migration);
    }
  };
  const lies = (): string => sql(`select coalesce(pg_get_partkeydef('notes.notes'::regclass), 'whole')`);
  const ownedBy = (which: string): string => sql(`select (select count(*) from notes.bits where _parent = notes.id) || ' ' || (select count(*) from notes.notes_tags where owner = notes.id) from notes.notes where ${which}`);
  const marks = (): string => sql(`select string_agg(title || coalesce(mark, '-'), ' ' order by title) from notes.notes`);

  beforeAll(async () => {
    project = newFromSpec(spec(STEPS[0]?.[1] ?? ""));
    home = homeOfPostgres("partitions");
    const port = await freePorts(1);
    startPrimary(home, port, "diary");
    url = `postgres://diary@127.0.0.1:${port}/postgres`;
    sql("create schema notes");
  });

  afterAll(() => {
    if (home !== undefined) stopPrimary(home);
    if (home !== undefined) rmSync(home, { recursive: true, force: true });
    project?.remove();
  });

  test("keeps every row and every value, and all that binds them", async () => {
    await next();
    sql(`insert into notes.meters values (gen_random_uuid(), now(), now(), 1, 'm');
      insert into notes.notes (id, created_at, updated_at, version, title, meter, day, mark)
        select gen_random_uuid(), now() - n * interval '9 days', now(), 1, n, (select id from notes.meters), '2026-01-31'::date + n,
          case when n % 3 = 0 then null else 'm' || n end from generate_series(10, 40) as n;
      insert into notes.bits (id, _parent, _position, size) select gen_random_uuid(), id, 0, 1 from notes.notes;
      insert into notes.notes_tags (owner, member) select id, meter from notes.notes`);
    const before = marks();
    for (const [what, entity, how] of STEPS.slice(1)) {
      writeFileSync(join(project.folder, "architecture.yaml"), spec(entity));
      keybeam(["generate"], { cwd: project.folder });
      await next();
      spread ||= applied.length;
      expect([what, lies(), marks().replaceAll("none", "-")]).toEqual([what, how, before]);
      expect(() => sql("update notes.notes set meter = gen_random_uuid()"), what).toThrow("notes_meter_fkey");
      expect([what, ownedBy("title = '10'"), sql(`begin; delete from notes.notes where title = '10'; select count(*) from notes.bits union all select count(*) from notes.notes_tags; rollback`)]).toEqual([what, "1 1", "30\n30"]);
    }
    expect(sql("select count(*) from pg_class where relkind = 'r' and relnamespace = 'notes'::regnamespace")).toBe("4");
  });

  test("and goes the whole way back", () => {
    const before = marks();
    for (const { down } of applied.slice(1).toReversed()) send(down);
    expect([lies(), marks()]).toEqual(["whole", before]);
  });

  test("takes what it owns along when a row goes, and keeps it when one moves to another part", () => {
    for (const { up } of applied.slice(1, spread)) send(up);
    sql("update notes.notes set created_at = '1998-01-01' where title = '11'");
    expect([sql("select tableoid::regclass from notes.notes where title = '11'"), ownedBy("title = '11'")]).toEqual(["notes._notes_default", "1 1"]);
    sql("delete from notes.notes where title = '11'");
    expect(sql("select count(*) from notes.bits union all select count(*) from notes.notes_tags")).toBe("30\n30");
  });

  test("lies in a part for each month of its rows, and what comes of another month in the default one", () => {
    const months = sql("select count(distinct date_trunc('month', created_at at time zone 'UTC')) from notes.notes");
    expect(sql("select count(*) from pg_inherits where inhparent = 'notes.notes'::regclass")).toBe(String(Number(months) + 1));
    sql(`insert into notes.notes (id, created_at, updated_at, version, title, meter, day)
      select gen_random_uuid(), '1999-01-01', now(), 1, 'old', id, '1999-01-01' from notes.meters`);
    expect(sql("select tableoid::regclass from notes.notes where title = 'old'")).toBe("notes._notes_default");
  });

  test("keeps what rows own when their month gets its part, and they move there", async () => {
    const { monthFunctions } = await import(join(import.meta.dirname, "../../templates/platform/src/platform/database/month-functions.ts")) as { monthFunctions: (schema: string) => readonly string[] };
    for (const text of monthFunctions("notes")) sql(text);
    sql("update notes.notes set created_at = now() + interval '40 days' where title = '12'");
    expect([sql("select tableoid::regclass from notes.notes where title = '12'"), ownedBy("title = '12'")]).toEqual(["notes._notes_default", "1 1"]);
    sql("select notes._keep_months()");
    expect([sql("select tableoid::regclass <> 'notes._notes_default'::regclass from notes.notes where title = '12'"), ownedBy("title = '12'")]).toEqual(["t", "1 1"]);
  });
});
