import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nothingRuns } from "./support/backend.ts";
import { mustRun } from "./support/command.ts";
import { install, newFromSpec, type Project } from "./support/project.ts";

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
    const { stdout } = mustRun("npm", ["test"], { cwd: project.folder, env: { NO_COLOR: "1" } });
    expect(stdout).toMatch(/Tests +\d+ passed/u);
    for (const file of ["test/tenants.test.ts", "test/owners.test.ts", "test/grants.test.ts", "tickets/test/policies.test.ts", "tickets/test/tenants.test.ts"]) {
      expect(stdout).toContain(file);
    }
    await nothingRuns(project);
  });
});
