import { readFileSync } from "node:fs";
import { stringify, parse } from "yaml";
import type { Architecture } from "../../src/model/architecture.ts";
import { readSpec } from "../../src/spec/index.ts";

/** The architecture of an example, with some of its top-level keys replaced. */
export const example = (name: string, changes: Readonly<Record<string, unknown>> = {}): Architecture => {
  const text = readFileSync(new URL(`../../examples/${name}/architecture.yaml`, import.meta.url), "utf8");
  const spec: object = parse(text);
  const [architecture, diagnostics] = readSpec(stringify({ ...spec, ...changes }, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }), "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return architecture;
};

/** shop as a process and a database for each service. */
export const shopInMany = (): Architecture => example("shop", { topology: "microservices" });

/** shop as two processes. */
export const shopInTwo = (): Architecture =>
  example("shop", {
    topology: "hybrid",
    deploy: { units: { storefront: { services: ["catalog", "customers"], as: "process" } } },
  });
