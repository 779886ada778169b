import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { develop, nothingRuns } from "./support/backend.ts";
import { mustRun } from "./support/command.ts";
import { install, newFromSpec, type Project } from "./support/project.ts";
import { runTests } from "./support/tests.ts";

describe("a spec with names and texts that mean harm", () => {
  let project: Project;
  beforeAll(() => {
    project = newFromSpec(readFileSync(new URL("hostile.yaml", import.meta.url), "utf8"));
    install(project);
  });
  afterAll(() => project.remove());

  test("gives a project that is clean and passes its own tests", async () => {
    mustRun("npm", ["run", "lint"], { cwd: project.folder });
    mustRun("npm", ["run", "check"], { cwd: project.folder });
    const { stdout } = runTests(project);
    expect(stdout).toMatch(/Tests +\d+ passed/u);
    await nothingRuns(project);
  });

  test("gives a backend that keeps what it is told to the letter", async () => {
    const backend = await develop(project);
    const api = backend.unit(0);
    const token = backend.tokenOf("operator", "eve");
    const name = "'; drop table users; -- */ ${x} <b>";
    const created = await api("POST", "/v1/users", { token, body: { name } });
    expect(created.status).toBe(201);
    expect((await api("GET", `/v1/users/${created.body["id"]}`, { token })).body["name"]).toBe(name);
    const document = await api("GET", "/openapi.json");
    expect(JSON.stringify(document.body)).toContain("drop table x");
    backend.process.signal("SIGINT");
    await backend.process.exited;
    await nothingRuns(project);
  });
});
