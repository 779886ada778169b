import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "./support/command.ts";
import { install, newFromExample, type Project } from "./support/project.ts";

const script = fileURLToPath(new URL("../../scripts/walk-migrations.mjs", import.meta.url));

describe("random changes of a spec, over rows that are there,", () => {
  let project: Project;
  const walked = (...args: readonly string[]) => run("node", [script, "--packages", join(project.folder, "node_modules"), ...args], { cwd: project.folder });

  beforeAll(() => {
    project = newFromExample("notes");
    install(project);
  });
  afterAll(() => project.remove());

  test("lose none, there and back, and lead to the tables that a fresh database has", () => {
    const { status, stdout } = walked("--walk", "6", "--steps", "12", "--seed", "7");
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^6 walks, 72 steps, \d{2,} migrations, \d{2,} rows, \d+ reverted, \d+ contracts, 0 faults\n$/u) });
  });

  test("show it where a migration is wrong", () => {
    const { status, stdout } = walked("--walk", "2", "--steps", "10", "--seed", "101", "--plant", "deletes what left the spec");
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringMatching(/^seed 101: after the migrations: \w+\.\w+ lacks the column /u) });
  });
});
