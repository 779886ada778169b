import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nothingRuns } from "./support/backend.ts";
import { keybeam, mustRun } from "./support/command.ts";
import { install, newFromSpec, type Project } from "./support/project.ts";
import { runTests } from "./support/tests.ts";

describe("a spec with tenants, policies and API keys", () => {
  let project: Project;
  beforeAll(() => {
    project = newFromSpec(readFileSync(new URL("access.yaml", import.meta.url), "utf8"));
    install(project);
  });
  afterAll(() => project.remove());

  test("gives a project that is clean, and keeps tenants, owners and keys apart", async () => {
    mustRun("npm", ["run", "lint"], { cwd: project.folder });
    mustRun("npm", ["run", "check"], { cwd: project.folder });
    const { stdout } = runTests(project);
    expect(stdout).toMatch(/Tests +\d+ passed/u);
    for (const file of ["test/tenants.test.ts", "test/owners.test.ts", "test/grants.test.ts", "test/fields.test.ts", "test/privacy.test.ts", "tickets/test/policies.test.ts", "tickets/test/tenants.test.ts"]) {
      expect(stdout).toContain(file);
    }
    await nothingRuns(project);
  });

  test("as microservices shows, keeps and erases the same", async () => {
    const path = join(project.folder, "architecture.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace("topology: modular-monolith", "topology: microservices"));
    keybeam(["generate"], { cwd: project.folder });
    install(project);
    const files = ["test/fields.test.ts", "test/privacy.test.ts", "src/platform/test/privacy.test.ts", "src/platform/test/audit.test.ts"];
    const { stdout } = runTests(project, files);
    expect(stdout).toMatch(/Test Files +4 passed/u);
    await nothingRuns(project);
  });
});
