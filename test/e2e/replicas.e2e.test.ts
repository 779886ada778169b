import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mustRun } from "./support/command.ts";
import { homeOfPostgres, programs, query, startFollowing, startPrimary, stopPrimary } from "./support/postgres.ts";
import { install, newFromSpec, type Project } from "./support/project.ts";
import { has } from "./support/servers.ts";
import { endAll, migrate, type UnitProcess, unitProcess } from "./support/units.ts";
import { eventually, freePorts } from "./support/wait.ts";

const spec = `keybeam: 1
name: diary
topology: modular-monolith
services:
  notes:
    entities: { Note: { fields: { title: string(1..200) } } }
    api: { resources: { Note: [list, get, create, update] } }
data: { replicas: 1 }
auth: { model: jwt, roles: { writer: { may: [notes.*] } } }
deploy: { target: compose }
`;

describe.runIf(has(join(programs, "pg_basebackup")))("queries on a real replica", () => {
  let project: Project;
  let home: string;
  let port: number;
  let follower: ReturnType<typeof startFollowing>;
  let instances: readonly [UnitProcess, UnitProcess];
  let tokens: Readonly<Record<"ann" | "bob", string>>;

  const url = (of: number): string => `postgres://diary@127.0.0.1:${of}/diary`;
  const follow = () => startFollowing(home, join(home, "replica.sh"), port + 1, { port, owner: "diary" });
  const replicaSays = (text: string): string => query(url(port + 1), text);
  const call = async (user: "ann" | "bob", instance: UnitProcess, body?: object): Promise<{ status: number; items?: readonly { title: string }[] }> => {
    const response = await fetch(`http://127.0.0.1:${instance.port}/v1/notes`, {
      headers: { authorization: `Bearer ${tokens[user]}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    return { status: response.status, ...(await response.json() as object) };
  };
  const sees = async (user: "ann" | "bob", title: string, instance = instances[1]): Promise<boolean> => {
    const { status, items = [] } = await call(user, instance);
    if (status !== 200) throw new Error(`the list was answered with ${status}`);
    return items.some((one) => one.title === title);
  };
  /** Written through one instance, and whether each reads it through the other while the replica stands still. */
  const whileItStandsStill = async (title: string): Promise<Readonly<Record<"ann" | "bob", boolean>>> => {
    expect((await call("ann", instances[0], { title: `before ${title}` })).status).toBe(201);
    await eventually("the replica has come this far", async () => replicaSays(`select count(*) from notes.notes where title = 'before ${title}'`) === "1");
    // What an instance knows of a replica is a second old at most.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    replicaSays("select pg_wal_replay_pause()");
    await eventually("it stands still", async () => replicaSays("select pg_get_wal_replay_pause_state()") === "paused");
    try {
      expect((await call("ann", instances[0], { title })).status).toBe(201);
      return { ann: await sees("ann", title), bob: await sees("bob", title) };
    } finally {
      replicaSays("select pg_wal_replay_resume()");
    }
  };

  beforeAll(async () => {
    project = newFromSpec(spec);
    install(project);
    home = homeOfPostgres("replicas");
    port = await freePorts(6);
    for (const file of ["pg_hba.conf", "replica.sh"]) copyFileSync(join(project.folder, "deploy/postgres", file), join(home, file));
    startPrimary(home, port, "diary", `-c hba_file=${join(home, "pg_hba.conf")} -c wal_keep_size=64MB`);
    follower = follow();
    mustRun("npm", ["run", "build"], { cwd: project.folder });
    const env = { NODE_ENV: "development", DATABASE_URL: url(port), DATABASE_REPLICA_URLS: url(port + 1) };
    migrate(project.folder, env);
    const token = (user: string): string => mustRun("npm", ["run", "--silent", "token", "--", "--role", "writer", "--user", user], { cwd: project.folder, env }).stdout.trim();
    tokens = { ann: token("ann"), bob: token("bob") };
    instances = [unitProcess(project.folder, "diary", port + 2, port + 3, env), unitProcess(project.folder, "diary", port + 4, port + 5, env)];
    await eventually("the replica follows", async () => replicaSays("select count(*) from notes.notes") === "0");
    await Promise.all(instances.map((one) => one.start()));
  });

  afterAll(async () => {
    endAll();
    await follower?.stop();
    if (home !== undefined) stopPrimary(home);
    if (home !== undefined) rmSync(home, { recursive: true, force: true });
    project?.remove();
  });

  test("who wrote reads it on another instance at once; somebody else reads what the replica has, and it later", async () => {
    expect(await whileItStandsStill("one")).toEqual({ ann: true, bob: false });
    await eventually("the replica has it", () => sees("bob", "one"));
    const metrics = await (await fetch(`http://127.0.0.1:${instances[1].adminPort}/metrics`)).text();
    expect(metrics).toContain("\nnotes_replicas_read 1\n");
  });

  test("without its replica all is read from the primary, and from the replica again once it is back", async () => {
    await follower.stop();
    expect((await call("ann", instances[0], { title: "alone" })).status).toBe(201);
    expect([await sees("ann", "alone"), await sees("bob", "alone")]).toEqual([true, true]);
    follower = follow();
    await eventually("it follows again", async () => replicaSays("select count(*) from notes.notes where title = 'alone'") === "1");
    await eventually("it is read again", async () => {
      await sees("bob", "alone");
      return (await (await fetch(`http://127.0.0.1:${instances[1].adminPort}/metrics`)).text()).includes("\nnotes_replicas_read 1\n");
    });
    expect(await whileItStandsStill("two")).toEqual({ ann: true, bob: false });
  });

  test("the test sees it where a replica is read without looking how far it is", async () => {
    const built = join(project.folder, "dist/platform/database/follower.js");
    const source = readFileSync(built, "utf8");
    const weakened = source.replace("(given.position ?? -1) >= position", "true");
    expect(weakened).not.toBe(source);
    writeFileSync(built, weakened);
    await instances[1].end("SIGKILL");
    await instances[1].start();
    expect(await whileItStandsStill("three")).toEqual({ ann: false, bob: false });
  });
});
