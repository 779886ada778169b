import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { develop, nothingRuns } from "./support/backend.ts";
import { keybeam, mustRun } from "./support/command.ts";
import { contentsOf, install, newFromExample, type Project } from "./support/project.ts";
import { talkToShop } from "./support/stories.ts";
import { runTests } from "./support/tests.ts";

/** Changes the one word, and cuts functions as finely as can be; the other cut is among the topologies. */
const asFunctions = ({ folder }: Project): void => {
  const path = join(folder, "architecture.yaml");
  const spec = readFileSync(path, "utf8").replace(/^topology: .*$/mu, `topology: serverless\ndeploy: { functions: operation }`);
  writeFileSync(path, spec);
  keybeam(["generate"], { cwd: folder });
};

describe("the example shop as functions, one for each operation", () => {
  let processes: Project;
  let functions: Project;
  beforeAll(() => {
    processes = newFromExample("shop");
    functions = newFromExample("shop");
    asFunctions(functions);
    install(functions);
  });
  afterAll(() => {
    processes.remove();
    functions.remove();
  });

  test("has the same bytes under src/services and src/platform/kernel as one process", () => {
    for (const folder of ["src/services", "src/platform/kernel"]) {
      const services = contentsOf(`${processes.folder}/${folder}`);
      expect(services.size).toBeGreaterThan(0);
      expect(contentsOf(`${functions.folder}/${folder}`)).toEqual(services);
    }
  });

  test("is clean, is bundled, and its tests pass", async () => {
    mustRun("npm", ["run", "lint"], { cwd: functions.folder });
    mustRun("npm", ["run", "check"], { cwd: functions.folder });
    const { stdout } = mustRun("npm", ["run", "--silent", "build"], { cwd: functions.folder });
    for (const unit of ["accounts", "catalog", "customers", "front", "orders", "payments"]) {
      expect(stdout).toMatch(new RegExp(`^${unit}: \\d+ kB, \\d+ kB packed$`, "mu"));
    }
    runTests(functions);
    await nothingRuns(functions);
  });

  test("sees an order through without a cloud, and Ctrl-C ends all of it", async () => {
    const backend = await develop(functions);
    await talkToShop(backend);
    backend.process.signal("SIGINT");
    await backend.process.exited;
    await nothingRuns(functions);
  });
});
