import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentsOf, save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const shop = readFileSync("examples/shop/architecture.yaml", "utf8");

async function generated(): Promise<string> {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", shop);
  await keybeam(folder, ["generate"]);
  return folder;
}

describe("keybeam extract", () => {
  it("says what changes, and changes nothing", async () => {
    const folder = await generated();
    const before = contentsOf(folder);
    const { code, stdout } = await keybeam(folder, ["extract", "catalog"]);
    expect(code).toBe(1);
    expect(stdout).toContain("catalog becomes a unit of its own: modular-monolith → hybrid.");
    expect(stdout).toMatch(/orders\.place {3}\+1: orders → catalog\.reserveStock/);
    expect(stdout).toMatch(/reserveStock \(command, idempotency key\): unavailable, outcome unknown after 800 ms; 2 retries/);
    expect(stdout).toMatch(/Added latency of a hop: \d+\.\d\d ms at the median, .* measured now on this machine/);
    expect(stdout).toMatch(/units: 1 → 3\n/);
    expect(stdout).toContain("+ src/apps/catalog/main.ts");
    expect(stdout).toContain("Nothing was written. --yes does it.");
    expect(contentsOf(folder)).toEqual(before);
  });

  it("does it with --yes, and not a byte of a service changes", async () => {
    const folder = await generated();
    const services = (): readonly (readonly [string, string])[] => Object.entries(contentsOf(folder)).filter(([path]) => path.startsWith("src/services/"));
    const before = services();
    const { code, stdout } = await keybeam(folder, ["extract", "catalog", "--unit", "storefront", "--yes"]);
    expect(code).toBe(0);
    expect(stdout).toContain("+ src/apps/storefront/main.ts");
    expect(before.length).toBeGreaterThan(50);
    expect(services()).toEqual(before);
    const spec = readFileSync(join(folder, "architecture.yaml"), "utf8");
    expect(spec).toBe(`${shop.replace("topology: modular-monolith", "topology: hybrid")}\ndeploy:\n  units:\n    storefront: { services: [catalog], as: process }\n`);
    expect((await keybeam(folder, ["generate"])).stdout).toMatch(/^\d+ files: \d+ unchanged, \d+ yours$/m);
    expect((await keybeam(folder, ["plan"])).stdout).toContain("hybrid: 3 processes");
  });

  it("leaves the spec as it was where the project cannot be written", async () => {
    const folder = await generated();
    writeFileSync(join(folder, ".keybeam/manifest.json"), "no manifest");
    const { code } = await keybeam(folder, ["extract", "catalog", "--yes"]);
    expect(code).toBe(2);
    expect(readFileSync(join(folder, "architecture.yaml"), "utf8")).toBe(shop);
  });

  it.each([
    [["catlog"], "Did you mean catalog?"],
    [["zzz"], "It has accounts, catalog, customers, orders, payments."],
  ])("names the services that there are: %j", async (args, help) => {
    const { code, stderr } = await keybeam(await generated(), ["extract", ...args]);
    expect({ code, named: stderr.includes(help) }).toEqual({ code: 2, named: true });
  });

  it("refuses what is a unit already, and a name that is taken", async () => {
    const folder = await generated();
    await keybeam(folder, ["extract", "catalog", "--yes"]);
    expect((await keybeam(folder, ["extract", "catalog"])).stderr).toContain("alone in its unit `catalog`");
    expect((await keybeam(folder, ["extract", "orders", "--unit", "catalog"])).stderr).toContain("There is a unit of that name");
    save(folder, "architecture.yaml", shop.replace("topology: modular-monolith", "topology: microservices"));
    expect((await keybeam(folder, ["extract", "orders"])).stderr).toContain("a unit of its own already");
  });
});
