import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mustRun } from "./support/command.ts";
import { ask, endLoads, startLoad } from "./support/load.ts";
import { install, newFromSpec, type Project } from "./support/project.ts";
import { endAll, migrate, type Postgres, remembered, startPostgres, type UnitProcess, unitProcess } from "./support/units.ts";
import { eventually, freePorts } from "./support/wait.ts";

const notes = readFileSync(fileURLToPath(new URL("../../examples/notes/architecture.yaml", import.meta.url)), "utf8");
const REPLICAS = 3;
const hasNginx = spawnSync("nginx", ["-v"]).error === undefined;
if (!hasNginx) process.stderr.write("NOT RUN: the rolling restart behind nginx; nginx is not installed\n");

let project: Project;
let postgres: Postgres;
beforeAll(async () => {
  project = newFromSpec(`${notes}deploy: { target: compose }\n`);
  install(project);
  mustRun("npm", ["run", "build"], { cwd: project.folder });
  postgres = await startPostgres(project.folder);
});
let stopNginx = async (): Promise<void> => undefined;
afterAll(async () => {
  endLoads();
  // Its workers would outlive it if it were killed, and hold what they write to open.
  await stopNginx();
  endAll();
  await postgres.stop();
  project.remove();
});

/** The generated configuration, with the addresses of this machine in place of those of containers. */
const startNginx = async (replicas: readonly UnitProcess[], port: number): Promise<void> => {
  const generated = readFileSync(join(project.folder, "deploy/nginx.conf"), "utf8");
  const here = generated
    .replace(/server notes:3000([^;]*);/u, (_, options: string) => replicas.map((one) => `server 127.0.0.1:${one.port}${options};`).join("\n"))
    .replace("listen 8080;", `listen 127.0.0.1:${port};`)
    .replace("listen 127.0.0.1:8081;", `listen 127.0.0.1:${port + 1};`)
    .replace("/dev/stdout", "/tmp/access.log")
    .replaceAll("/tmp/", `${project.folder}/`);
  const file = join(project.folder, "nginx.conf");
  writeFileSync(file, here);
  const running = remembered(spawn("nginx", ["-c", file, "-g", "daemon off;"], { stdio: ["ignore", "inherit", "inherit"] }));
  const exited = new Promise((resolve) => running.once("exit", resolve));
  stopNginx = async () => {
    running.kill("SIGTERM");
    await exited;
  };
  await eventually("nginx answers", async () => (await fetch(`http://127.0.0.1:${port}/v1/notes`)).ok);
};

test.runIf(hasNginx || process.env["CI"] === "true")("three replicas behind nginx survive a rolling restart with no failed request", async () => {
  const port = await freePorts(2 + 2 * REPLICAS);
  const env = { DATABASE_URL: postgres.url, NODE_ENV: "production" };
  migrate(project.folder, env);
  const replicas = Array.from({ length: REPLICAS }, (_, index) => unitProcess(project.folder, "notes", port + 2 + 2 * index, port + 3 + 2 * index, env));
  for (const replica of replicas) await replica.start();
  await startNginx(replicas, port);
  const url = `http://127.0.0.1:${port}`;
  const load = startLoad(
    Array.from({ length: 8 }, (_, client) => (round: number) => (round % 2 === 0 ? ask(url, "POST", "/v1/notes", { title: `${client} ${round}` }) : ask(url, "GET", "/v1/notes?limit=1"))),
    2,
  );
  for (const replica of replicas) {
    expect(await replica.end("SIGTERM")).toBe(0);
    await replica.start();
  }
  const samples = await load.stop();
  const failed = samples.filter(({ status }) => status !== 200 && status !== 201);
  expect(failed.slice(0, 5)).toEqual([]);
  expect(samples.length).toBeGreaterThan(500);
  const written = samples.filter(({ status }) => status === 201).length;
  expect(await countOf(url)).toBe(written);
  process.stdout.write(`rolling restart of ${REPLICAS}: ${samples.length} requests, ${failed.length} failed, slowest ${Math.round(Math.max(...samples.map(({ ms }) => ms)))} ms\n`);
  for (const replica of replicas) await replica.end("SIGTERM");
});

/** How many notes there are, page by page. */
const countOf = async (url: string): Promise<number> => {
  let count = 0;
  for (let cursor = ""; ; ) {
    const { body } = await ask(url, "GET", `/v1/notes?limit=100${cursor}`);
    const page = body as { items: unknown[]; next: string | null };
    count += page.items.length;
    if (page.next === null) return count;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
};
