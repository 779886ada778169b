import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { develop, nothingRuns } from "./support/backend.ts";
import { mustRun } from "./support/command.ts";
import { asHybrid, contentsOf, install, newFromExample, type Project } from "./support/project.ts";
import { talkToShop } from "./support/stories.ts";

const spec = readFileSync(fileURLToPath(new URL("../../examples/shop/architecture.yaml", import.meta.url)), "utf8");

describe("the example shop as two processes", () => {
  let one: Project;
  let two: Project;
  beforeAll(() => {
    one = newFromExample("shop");
    two = newFromExample("shop");
    asHybrid(two, spec, "{ storefront: { services: [catalog, customers], as: process } }");
    install(two);
  });
  afterAll(() => {
    one.remove();
    two.remove();
  });

  test("has the same bytes under src/services and src/platform/kernel as one process", () => {
    for (const folder of ["src/services", "src/platform/kernel"]) {
      const services = contentsOf(`${one.folder}/${folder}`);
      expect(services.size).toBeGreaterThan(0);
      expect(contentsOf(`${two.folder}/${folder}`)).toEqual(services);
    }
  });

  test("is clean, and its tests pass, the conformance suite over both bindings among them", async () => {
    mustRun("npm", ["run", "lint"], { cwd: two.folder });
    mustRun("npm", ["run", "check"], { cwd: two.folder });
    const { stdout } = mustRun("npx", ["vitest", "run", "--reporter=verbose"], {
      cwd: two.folder,
      env: { NO_COLOR: "1" },
    });
    for (const binding of ["in one process", "over HTTP"]) {
      const passed = stdout
        .split("\n")
        .filter(
          (line) => line.includes("conformance.test.ts") && line.includes(`> ${binding} >`) && line.includes("✓"),
        );
      expect(passed.length, binding).toBeGreaterThan(0);
    }
    await nothingRuns(two);
  });

  test("sees an order through, and Ctrl-C ends all of it", async () => {
    const backend = await develop(two, 3);
    await talkToShop(backend);
    backend.process.signal("SIGINT");
    await backend.process.exited;
    await nothingRuns(two);
  });
});
