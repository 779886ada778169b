import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, truncateSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { homeOfPostgres, programs, query, startPrimary, stopPrimary } from "./support/postgres.ts";
import { newFromSpec, type Project } from "./support/project.ts";
import { has } from "./support/servers.ts";
import { freePorts } from "./support/wait.ts";

const spec = `keybeam: 1
name: diary
topology: microservices
services:
  notes:
    entities: { Note: { fields: { title: string(1..200) } } }
    api: { resources: { Note: [list, create] } }
data: { backups: { every: 6h, keep: 30d, restoreTest: 7d } }
auth: { model: none }
deploy: { target: compose }
`;

describe.runIf(has(join(programs, "pg_ctl")))("the generated backup", () => {
  let project: Project;
  let home: string;
  let folder: string;
  let url: string;

  const sql = (database: string, text: string): string => query(`${url}/${database}`, text);
  const backup = (database = "diary") => {
    const env = { PATH: `${programs}:${process.env["PATH"]}`, DATABASE_URL: `${url}/${database}`, BACKUP_FOLDER: folder };
    const { status, stdout } = spawnSync("sh", [join(project.folder, "deploy/backup/backup.sh")], { encoding: "utf8", env });
    return { status, said: stdout.split("\n").filter(Boolean).map((line) => (JSON.parse(line) as { message: string }).message) };
  };
  const dumps = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith(".dump")).sort();
  /** As if so many hours had gone by since a file was written. */
  const age = (name: string, hours: number): void => utimesSync(join(folder, name), new Date(), new Date(Date.now() - hours * 3_600_000));

  beforeAll(async () => {
    project = newFromSpec(spec);
    home = homeOfPostgres("backup");
    folder = join(home, "dumps");
    mkdirSync(folder);
    const port = await freePorts(1);
    url = `postgres://owner@127.0.0.1:${port}`;
    startPrimary(home, port, "owner");
    for (const name of ["diary", "diary_notes", "somebody_elses"]) sql("postgres", `create database ${name}`);
    sql("diary", `create schema notes; create table notes.notes (id int primary key); insert into notes.notes select generate_series(1, 1000)`);
    const months = "create table public.entries_now partition of public.entries default";
    sql("diary_notes", `create table public.entries (id int primary key) partition by range (id); ${months}; insert into public.entries values (7)`);
  });

  afterAll(() => {
    stopPrimary(home);
    rmSync(home, { recursive: true, force: true });
    project?.remove();
  });

  test("dumps the system's databases, restores each, and leaves nothing of that behind", () => {
    const { status, said } = backup();
    expect(said).toEqual([
      expect.stringMatching(/^diary-\d{8}T\d{6}Z\.dump is there$/u),
      expect.stringMatching(/^diary_notes-\d{8}T\d{6}Z\.dump is there$/u),
      expect.stringMatching(/^diary-\S+ comes back, with 1 tables$/u),
      expect.stringMatching(/^diary_notes-\S+ comes back, with 2 tables$/u),
    ]);
    expect([status, dumps().length]).toEqual([0, 2]);
    expect(sql("postgres", "select count(*) from pg_database where datname like 'restore%'")).toBe("0");
    sql("postgres", "create database again");
    spawnSync(join(programs, "pg_restore"), ["--exit-on-error", "--dbname", `${url}/again`, join(folder, dumps()[0] ?? "")]);
    expect(sql("again", "select count(*) from notes.notes")).toBe("1000");
  });

  test("does nothing until it is due, then makes another, and lets go of what is older than is kept", () => {
    expect(backup()).toEqual({ status: 0, said: [] });
    const [old = "", other = ""] = dumps();
    age(old, 31 * 24);
    age(other, 29 * 24);
    age("last-backup", 7);
    // Two dumps of one second would have one name.
    spawnSync("sleep", ["1.1"]);
    expect(backup().status).toBe(0);
    expect([dumps().includes(old), dumps().includes(other), dumps().length]).toEqual([false, true, 3]);
  });

  test("a dump that does not come back, and a server that is away, are told, and nothing old is let go of", () => {
    const newest = dumps().filter((name) => name.startsWith("diary-")).at(-1) ?? "";
    truncateSync(join(folder, newest), 900);
    age("last-restore-test", 8 * 24);
    const { status, said } = backup();
    expect(status).not.toBe(0);
    expect(said.at(-1)).toBe("the backup failed: what is there stays");
    const before = dumps();
    for (const name of before) age(name, 31 * 24);
    age("last-backup", 7);
    expect(backup("nowhere").status).not.toBe(0);
    expect(dumps()).toEqual(before);
  });
});
