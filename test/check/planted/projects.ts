import { readFileSync } from "node:fs";
import { generate } from "../../../src/generators/index.ts";
import { architectureOf } from "../project.ts";

/** A project in which check finds nothing, with the rule `RULE` as an error. */
export interface CleanProject {
  readonly spec: string;
  readonly files: ReadonlyMap<string, string>;
}

const plainSpec = `keybeam: 1
name: plain
topology: modular-monolith
layers:
  web: { paths: ["src/web/**"], uses: [core], entry: ["src/web/**"] }
  core: { paths: ["src/core/**"], role: domain, entry: [src/core/index.ts, src/core/other.ts], packages: { allow: [pg] }, builtins: false, neverReaches: [pg], uses: [text] }  # core
  text: { paths: ["src/text/**"] }
  store: { paths: ["src/store/**"], uses: [core], entry: ["src/store/**"] }
  application: { uses: [domain] }
  domain: {}
services: { billing: {}, stock: {} }
auth: { model: none }
check:
  exclude: []
  rules: { RULE: error }
`;

const plainFiles: Readonly<Record<string, string>> = {
  "package.json": `{ "name": "plain", "dependencies": { "pg": "8.0.0", "zod": "4.0.0" }, "devDependencies": { "vitest": "4.0.0" } }`,
  "src/core/index.ts": `import { order } from "./order.ts";\nexport { order };\n`,
  "src/core/order.ts": `import { label } from "../text/label.ts";\nexport const order = label;\n`,
  "src/core/other.ts": "export {};\n",
  "src/text/label.ts": `export const label = "an order";\n`,
  "src/web/routes.ts": `import { order } from "../core/index.ts";\nimport "../core/other.ts";\nexport const routes = [order];\n`,
  "src/web/store.ts": "export {};\n",
  "src/store/rows.ts": `import { order } from "../core/index.ts";\nexport const rows = [order];\n`,
  "src/services/billing/application/bill.ts": `import "../domain/sum.ts";\n`,
  "src/services/billing/domain/sum.ts": "export const sum = 1;\n",
  "src/services/billing/index.ts": `import "./application/bill.ts";\n`,
  "src/services/stock/index.ts": `import "./domain/count.ts";\n`,
  "src/services/stock/domain/count.ts": "export const count = 1;\n",
};

/** Code with layers of its own, and two services by the layout of keybeam. */
export function plainProject(): CleanProject {
  return { spec: plainSpec, files: new Map(Object.entries(plainFiles)) };
}

const defaultLayers = `layers:
  api: { uses: [application], typesOf: [domain] }
  application: { uses: [domain] }
  domain: { uses: [], packages: { allow: [] }, builtins: false, neverReaches: [pg], entry: ["src/services/*/domain/*.ts"] }
  data: { uses: [application, domain] }
  infrastructure: { uses: [application, domain] }
check:
  exclude: []
  rules: { RULE: error }
`;

/** The example shop as it is generated, its layers spelt out, without what it needs not. */
export function generatedShop(): CleanProject {
  const spec = `${readFileSync(new URL("../../../examples/shop/architecture.yaml", import.meta.url), "utf8")}\n${defaultLayers}`;
  const tree = generate(architectureOf(spec.replace("RULE", "cycles")), { keybeam: "0.0.0" });
  return { spec, files: new Map(tree.map(({ path, content }) => [path, content])) };
}
