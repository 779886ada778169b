import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check, projectOf } from "../../src/check/index.ts";
import { generate } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { architectureOf } from "./project.ts";

function shop(topology: string): Architecture {
  const spec = readFileSync(new URL("../../examples/shop/architecture.yaml", import.meta.url), "utf8");
  return architectureOf(spec.replace(/^topology: .*$/m, `topology: ${topology}`));
}

function filesOf(architecture: Architecture): Map<string, string> {
  return new Map(generate(architecture, { keybeam: "0.0.0" }).map(({ path, content }) => [path, content]));
}

/** A line that each rule forbids, planted in a generated file. */
const planted = [
  ["layer-uses", "src/services/orders/domain/order.ts", `import "../data/orders.ts";`],
  ["layer-uses", "src/services/orders/service.ts", `import "../../platform/config.ts";`],
  ["layer-uses", "src/services/orders/contract.ts", `import "./domain/order.ts";`],
  ["layer-uses", "src/platform/kernel/result.ts", `import type {} from "../config.ts";`],
  ["service-contract", "src/services/orders/application/place.ts", `import "../../catalog/domain/product.ts";`],
  ["service-contract", "src/platform/config.ts", `export type * from "../services/catalog/contract.ts";`],
  ["package-allowed", "src/services/orders/domain/order.ts", `import "fastify";`],
  ["undeclared-dependency", "src/platform/config.ts", `import "left-pad";`],
  ["dev-dependency", "src/platform/config.ts", `import "vitest";`],
  ["builtin-allowed", "src/services/orders/domain/order.ts", `const fs = require("fs");`],
  ["unresolved-import", "src/apps/migrate.ts", `import "./nothing.ts";`],
  ["dynamic-import", "src/platform/config.ts", "void import(String(process.argv));"],
  ["unplaced-file", "src/shared/misc.ts", ""],
] as const;

describe.each(["monolith", "modular-monolith"])("a generated %s", (topology) => {
  const architecture = shop(topology);
  const files = filesOf(architecture);

  it("keeps to its own architecture", async () => {
    const { diagnostics, summary } = await check(architecture, projectOf(files));
    expect(diagnostics).toEqual([]);
    expect(summary.files).toBeGreaterThan(100);
    expect(summary.imports).toBeGreaterThan(summary.files);
  });

  it("shows each planted breach, once", async () => {
    const broken = new Map(files);
    for (const [rule, path, line] of planted) {
      expect(files.has(path)).toBe(rule !== "unplaced-file");
      broken.set(path, `${line}\n${broken.get(path) ?? ""}`);
    }
    const { diagnostics } = await check(architecture, projectOf(broken));
    const shown = diagnostics.map(({ rule, at }) => [rule, at.file, broken.get(at.file)?.split("\n")[at.line - 1]].join(" "));
    expect(shown.sort()).toEqual(planted.map((one) => one.join(" ")).sort());
  });
});

const held = (topology: string, auth: string): Architecture =>
  architectureOf(`keybeam: 1
name: care
topology: ${topology}
services:
  people:
    entities: { Person: { subject: id, fields: { name: { type: text, sensitivity: personal } } } }
    api: { resources: { Person: [list, create] } }
auth: { model: jwt, user: people.Person, roles: { desk: { may: [all] } }${auth} }
`);

it.each([
  ["monolith", ", ownData: true"],
  ["modular-monolith", ""],
  ["modular-monolith", ", ownData: true"],
  ["microservices", ", ownData: true"],
  ["serverless", ", ownData: true"],
  ["hybrid", ", ownData: true"],
])("a generated %s that holds what is about users keeps to its own architecture%s", async (topology, auth) => {
  const architecture = held(topology, auth);
  const files = filesOf(architecture);
  expect(files.has("src/apps/privacy.ts")).toBe(true);
  const { diagnostics } = await check(architecture, projectOf(files));
  expect(diagnostics).toEqual([]);
});
