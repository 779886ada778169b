import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

const INSTALLED = "/usr/lib/postgresql";
/** Of a whole Postgres: the one for development has no pg_dump. */
const programs = existsSync(INSTALLED) ? join(INSTALLED, readdirSync(INSTALLED)[0] ?? "", "bin") : join(INSTALLED, "bin");
const isRoot = process.getuid?.() === 0;
/** Postgres refuses to run as root. */
const NOBODY = 65_534;

describe.runIf(has(join(programs, "pg_ctl")))("the generated backup", () => {
  let project: Project;
  let home: string;
  let folder: string;
  let url: string;

  const asNobody = (program: string, ...args: readonly string[]): void => {
    const { status, stderr } = spawnSync(join(programs, program), args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8", cwd: home, ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}) });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  };
  const query = (database: string, text: string): string => {
    const { status, stdout, stderr } = spawnSync(join(programs, "psql"), ["--no-psqlrc", "-qAt", "-v", "ON_ERROR_STOP=1", "-d", `${url}/${database}`, "-c", text], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
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
    home = mkdtempSync(join(tmpdir(), "keybeam-e2e-backup-"));
    folder = join(home, "dumps");
    mkdirSync(folder);
    if (isRoot) chownSync(home, NOBODY, NOBODY);
    const port = await freePorts(1);
    url = `postgres://owner@127.0.0.1:${port}`;
    asNobody("initdb", "--pgdata", join(home, "data"), "--username", "owner", "--auth", "trust", "--no-sync");
    asNobody("pg_ctl", "start", "--wait", "--pgdata", join(home, "data"), "--log", join(home, "log"), "--options", `-p ${port} -h 127.0.0.1 -k ${home} -c fsync=off`);
    for (const name of ["diary", "diary_notes", "somebody_elses"]) query("postgres", `create database ${name}`);
    query("diary", `create schema notes; create table notes.notes (id int primary key); insert into notes.notes select generate_series(1, 1000)`);
    query("diary_notes", `create table public.entries (id int primary key); insert into public.entries values (7)`);
  });

  afterAll(() => {
    if (existsSync(join(home, "data/postmaster.pid"))) asNobody("pg_ctl", "stop", "--mode", "immediate", "--pgdata", join(home, "data"));
    rmSync(home, { recursive: true, force: true });
    project?.remove();
  });

  test("dumps the system's databases, restores each, and leaves nothing of that behind", () => {
    const { status, said } = backup();
    expect(said).toEqual([
      expect.stringMatching(/^diary-\d{8}T\d{6}Z\.dump is there$/u),
      expect.stringMatching(/^diary_notes-\d{8}T\d{6}Z\.dump is there$/u),
      expect.stringMatching(/^diary-\S+ comes back, with 1 tables$/u),
      expect.stringMatching(/^diary_notes-\S+ comes back, with 1 tables$/u),
    ]);
    expect([status, dumps().length]).toEqual([0, 2]);
    expect(query("postgres", "select count(*) from pg_database where datname like 'restore%'")).toBe("0");
    query("postgres", "create database again");
    spawnSync(join(programs, "pg_restore"), ["--exit-on-error", "--dbname", `${url}/again`, join(folder, dumps()[0] ?? "")]);
    expect(query("again", "select count(*) from notes.notes")).toBe("1000");
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
