import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mustRun } from "./support/command.ts";
import { install, newFromSpec, type Project } from "./support/project.ts";
import { endAll, migrate, type Postgres, startPostgres, type UnitProcess, unitProcess } from "./support/units.ts";
import { eventually, freePorts } from "./support/wait.ts";

const spec = `keybeam: 1
name: diary
topology: modular-monolith
services:
  notes:
    entities:
      Note: { audit: true, fields: { title: string(1..200), secret: { type: email, unique: true, encrypt: true } } }
      Sweep: { fields: { at: string(1..200) } }
    api: { resources: { Note: [list, get, create, update], Sweep: [list] } }
    operations: { Note.update: { emits: NoteChanged }, sweepUp: {} }
    events: { NoteChanged: { fields: { note: uuid } } }
    jobs: { nightly: { do: sweepUp, cron: "0 3 * * *" } }
api: { rateLimit: 60/min per ip }
cache: { entries: { notes.Note.list: { for: 5m, clearedBy: [notes.NoteChanged] } } }
auth: { model: none }
`;

/** What a team would write: each run leaves a row. */
const SWEEP = `import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import { newSweep } from "../domain/sweep.ts";
import type { Ports } from "./ports.ts";

export const sweepUp = async (ports: Ports, envelope: Envelope, _input: Nothing): Promise<Result<Nothing>> =>
  ports.database.transaction(async (transaction) => {
    await ports.repositories.sweeps.insert(transaction, newSweep({ at: envelope.requestId }, ports.newId(), ports.now()));
    return ok({});
  });
`;

interface Client {
  readonly connect: () => Promise<void>;
  readonly query: <Row = Record<string, unknown>>(text: string) => Promise<{ readonly rows: readonly Row[] }>;
  readonly end: () => Promise<void>;
}

let project: Project;
let postgres: Postgres;
let env: Readonly<Record<string, string>>;
let instances: readonly [UnitProcess, UnitProcess];
let database: Client;

const rows = async <Row>(text: string): Promise<readonly Row[]> => (await database.query<Row>(text)).rows;

const call = (instance: UnitProcess, path: string, method = "GET", body: object | null = null, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`http://127.0.0.1:${instance.port}${path}`, {
    method,
    headers: { ...(body === null ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });

const titles = async (instance: UnitProcess): Promise<readonly string[]> => {
  const { items } = (await (await call(instance, "/v1/notes")).json()) as { items: readonly { title: string }[] };
  return items.map(({ title }) => title);
};

const command = (name: string, ...args: readonly string[]): string =>
  mustRun(process.execPath, [`dist/apps/${name}.js`, ...args], { cwd: project.folder, env }).stdout;

beforeAll(async () => {
  project = newFromSpec(spec);
  install(project);
  writeFileSync(join(project.folder, "src/services/notes/application/sweep-up.ts"), SWEEP);
  mustRun("npm", ["run", "build"], { cwd: project.folder });
  postgres = await startPostgres(project.folder);
  env = { NODE_ENV: "development", DATABASE_URL: postgres.url };
  migrate(project.folder, env);
  const port = await freePorts(4);
  instances = [unitProcess(project.folder, "diary", port, port + 1, env), unitProcess(project.folder, "diary", port + 2, port + 3, env)];
  const { Client } = createRequire(join(project.folder, "package.json"))("pg") as { Client: new (options: object) => Client };
  database = new Client({ connectionString: postgres.url });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  endAll();
  await postgres?.stop();
  project?.remove();
});

test("a job that was missed for days, while nobody was there, runs once when two instances come at once", async () => {
  const [first, second] = instances;
  await first.start();
  await eventually("the job is known", async () => (await rows(`select 1 from notes._job`)).length > 0);
  await first.end("SIGKILL");
  await database.query(`update notes._job set due_at = now() - interval '3 days'`);
  await Promise.all([first.start(), second.start()]);
  await eventually("it has run", async () => (await rows(`select 1 from notes.sweeps`)).length > 0);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(await rows(`select at from notes.sweeps`)).toHaveLength(1);
  expect(await rows(`select attempts, due_at > now() as later from notes._job`)).toEqual([{ attempts: 0, later: true }]);
});

test("what is encrypted is nowhere in the database, and unique all the same; its keys change while it is read", async () => {
  const [first, second] = instances;
  const note = { title: "one", secret: "anna@example.com" };
  expect((await call(first, "/v1/notes", "POST", note)).status).toBe(201);
  expect((await call(second, "/v1/notes", "POST", note)).status).toBe(409);
  const dump = JSON.stringify([await rows(`select * from notes.notes`), await rows(`select entry from notes._audit`)]);
  expect(dump).not.toContain("anna");
  expect(command("encryption", "rotate")).toContain("1 rows");
  expect((await rows<{ secret: string }>(`select secret from notes.notes`))[0]?.secret).toMatch(/^sealed:2:/u);
  const listed = await (await call(second, "/v1/notes")).text();
  expect(listed).toContain("anna@example.com");
});

test("a change clears the caches of both instances, and leaves an entry in a whole trail", async () => {
  const [first, second] = instances;
  expect([await titles(first), await titles(second)]).toEqual([["one"], ["one"]]);
  const [{ id } = { id: "" }] = await rows<{ id: string }>(`select id from notes.notes`);
  const changed = await call(first, `/v1/notes/${id}`, "PATCH", { title: "two" }, { "if-match": '"1"' });
  expect(changed.status).toBe(200);
  await eventually("both show the change", async () => {
    const shown = [...(await titles(first)), ...(await titles(second))];
    return shown.every((title) => title === "two");
  });
  expect(command("audit", "verify")).toContain("notes: 2 entries");
});

test("of a hundred requests at once to two instances exactly as many pass as may in a minute", async () => {
  await database.query(`delete from "_limits"."counts"`);
  // What an instance knows to be spent it does not ask about again.
  await Promise.all(instances.map((one) => one.end("SIGTERM")));
  await Promise.all(instances.map((one) => one.start()));
  const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => call(instances[index % 2 === 0 ? 0 : 1], "/v1/sweeps")));
  const passed = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 429);
  expect([passed.length, refused.length]).toEqual([60, 40]);
  expect(refused[0]?.headers.get("retry-after")).toMatch(/^\d+$/u);
  expect(passed[0]?.headers.get("ratelimit-policy")).toBe('"all";q=60;w=60');
});
