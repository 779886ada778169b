import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { isDevelopment, readDatabases } from "../config.ts";

/** What the migrate step says in a folder that holds this `.env`, with no variable set. */
const migrateWith = (env: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "config-"));
  writeFileSync(join(folder, ".env"), env);
  const args = ["--import", import.meta.resolve("tsx"), resolve("src/apps/migrate.ts")];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, env: {}, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return `${status}: ${stdout}`;
};

test("the file .env is read", () => {
  expect(migrateWith("DATABASE_URL=elsewhere")).toMatch(/^1: .*DATABASE_URL is not a URL/s);
});

test("no database is guessed", () => {
  expect(migrateWith("")).toMatch(/^1: .*DATABASE_URL is not set/s);
});

test("the queues have a database beside the services'", () => {
  const DATABASE_URL = "postgres://user:secret@db:5432/app?sslmode=require";
  const brokerUrl = "postgres://user:secret@db:5432/app_broker?sslmode=require";
  expect(readDatabases({ DATABASE_URL }).brokerUrl).toBe(brokerUrl);
  const elsewhere = "postgres://queues/broker";
  expect(readDatabases({ DATABASE_URL, BROKER_URL: elsewhere }).brokerUrl).toBe(elsewhere);
});

test.each([
  [{}, true],
  [{ NODE_ENV: "development", DATABASE_URL: "postgres://db/app" }, true],
  [{ NODE_ENV: "test" }, true],
  [{ NODE_ENV: "production" }, false],
  [{ NODE_ENV: "staging" }, false],
  // Nobody said that this database is for development.
  [{ DATABASE_URL: "postgres://db/app" }, false],
])("with %j development is %s", (env, expected) => {
  expect(isDevelopment(env)).toBe(expected);
});
