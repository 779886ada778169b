/** A violation to plant: files to add or to change, and what the spec says besides in its presence. */
export interface Plant {
  /** Text that is put before that of the file of this path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Lines that take the place of others in the spec. */
  readonly spec?: readonly (readonly [line: string, planted: string])[];
}

export interface Planted {
  /** In code that keybeam did not make. */
  readonly plain: Plant;
  /** In a generated backend. */
  readonly generated: Plant;
}

const domain = "src/services/orders/domain/order.ts";
const config = "src/platform/config.ts";
const place = "src/services/orders/application/place.ts";
const deep = `${"env => process => ".repeat(30_000)}1;`;

/** One violation of each rule on code, by the rule's id, in two projects; `projects.ts` holds them. */
export const plants: Readonly<Record<string, Planted>> = {
  "builtin-allowed": {
    plain: { files: { "src/core/order.ts": `import "node:fs";` } },
    generated: { files: { [domain]: `const fs = require("fs");` } },
  },
  "call-without-deadline": {
    plain: { files: { "src/store/rows.ts": `export const rates = async () => fetch("https://bank.example/rates");` } },
    generated: { files: { "src/services/orders/integrations/bank.ts": `export const rates = async () => fetch("https://bank.example/rates");` } },
  },
  cycles: {
    plain: { files: { "src/core/a.ts": `import "./b.ts";`, "src/core/b.ts": `import "./a.ts";` } },
    generated: { files: { "src/services/orders/domain/a.ts": `import "./b.ts";`, "src/services/orders/domain/b.ts": `import "./a.ts";` } },
  },
  "dev-dependency": {
    plain: { files: { "src/store/rows.ts": `import "vitest";` } },
    generated: { files: { [config]: `import "vitest";` } },
  },
  "dynamic-import": {
    plain: { files: { "src/store/rows.ts": "void import(String(globalThis.name));" } },
    generated: { files: { [config]: "void import(String(process.argv));" } },
  },
  "empty-layer": {
    plain: { spec: [[`  store:`, `  ghost: { paths: ["src/ghost/**"] }\n  store:`]] },
    generated: { spec: [[`  data: { uses:`, `  ghost: { paths: ["src/ghost/**"] }\n  data: { uses:`]] },
  },
  entry: {
    plain: { files: { "src/web/routes.ts": `import "../core/order.ts";` } },
    generated: { files: { "src/services/orders/domain/inner/sum.ts": "export const sum = 1;", [place]: `import "../domain/inner/sum.ts";` } },
  },
  "environment-outside-config": {
    plain: { files: { "src/store/rows.ts": "export const url = process.env.DATABASE_URL;" } },
    generated: { files: { [place]: "export const rate = process.env.TAX_RATE;" } },
  },
  "forbidden-reach": {
    plain: { files: { "src/core/order.ts": `import "../text/label.ts";`, "src/text/label.ts": `import "pg";` } },
    generated: { files: { [domain]: `import "../../../platform/kernel/label.ts";`, "src/platform/kernel/label.ts": `import "pg";` } },
  },
  "foreign-repository": {
    plain: { files: { "src/services/billing/application/bill.ts": "export const get = (ports: Ports) => ports.stock.repositories.counts.get();" } },
    generated: { files: { [place]: "export const get = (ports: Ports) => ports.catalog.repositories.products.get();" } },
  },
  "foreign-table": {
    plain: { files: { "src/services/billing/application/bill.ts": `export const all = 'select * from "stock"."counts"';` } },
    generated: { files: { "src/services/orders/data/prices.ts": `export const all = 'select * from "catalog"."products"';` } },
  },
  "ignore-without-reason": {
    plain: { files: { "src/core/order.ts": "// keybeam-ignore cycles\n" } },
    generated: { files: { [domain]: "// keybeam-ignore cycles\n" } },
  },
  "layer-cycle": {
    plain: { spec: [[`uses: [text] }  # core`, `uses: [text, store] }  # core`]], files: { "src/core/other.ts": `import "../store/other.ts";`, "src/store/other.ts": "export {};" } },
    generated: { spec: [[`  domain: { uses: []`, `  domain: { uses: [application]`]], files: { "src/services/orders/domain/other.ts": `import "../application/other.ts";`, "src/services/orders/application/other.ts": "export {};" } },
  },
  "layer-uses": {
    plain: { files: { "src/core/other.ts": `import "../store/other.ts";`, "src/store/other.ts": "export {};" } },
    generated: { files: { [domain]: `import "../data/orders.ts";` } },
  },
  "no-files": {
    plain: { spec: [["  exclude: []", `  exclude: ["**"]`], ...silenced()] },
    generated: { spec: [["  exclude: []", `  exclude: ["**"]`], ...silenced()] },
  },
  orphan: {
    plain: { files: { "src/core/nobody.ts": "export {};" } },
    generated: { files: { "src/services/orders/application/nobody.ts": "export {};" } },
  },
  "package-allowed": {
    plain: { files: { "src/core/order.ts": `import "zod";` } },
    generated: { files: { [domain]: `import "fastify";` } },
  },
  "secret-in-code": {
    plain: { files: { "src/store/rows.ts": `export const bank = { apiKey: "q7Zt1Lw9Xk3Vb8Rn5Hd2" };` } },
    generated: { files: { [place]: `export const bank = { apiKey: "q7Zt1Lw9Xk3Vb8Rn5Hd2" };` } },
  },
  "service-contract": {
    plain: { files: { "src/services/billing/domain/sum.ts": `import "../../stock/domain/count.ts";` } },
    generated: { files: { [place]: `import "../../catalog/domain/product.ts";` } },
  },
  "signature-leak": {
    plain: {
      files: {
        "src/web/list.ts": `import { read } from "../core/other.ts";\nexport const list = () => read();`,
        "src/core/other.ts": `import { open } from "../text/open.ts";\nexport const read = () => open();`,
        "src/text/open.ts": `export interface Opened { text: string }\nexport const open = (): Opened => ({ text: "" });`,
      },
    },
    generated: {
      spec: [["  application: { uses: [domain]", "  application: { uses: [domain, infrastructure]"]],
      files: {
        "src/services/orders/api/rates.ts": `import { rates } from "../application/rates.ts";\nexport const list = () => rates();`,
        "src/services/orders/application/rates.ts": `import { read } from "../integrations/bank.ts";\nexport const rates = () => read();`,
        "src/services/orders/integrations/bank.ts": `export interface Rate { currency: string }\nexport const read = async (): Promise<readonly Rate[]> => [];`,
      },
    },
  },
  statelessness: {
    plain: { files: { "src/core/order.ts": "const seen = new Set<string>();\nexport const see = (id: string) => seen.add(id);" } },
    generated: { files: { [place]: "const seen = new Set<string>();\nexport const see = (id: string) => seen.add(id);" } },
  },
  "transaction-across-services": {
    plain: { files: { "src/services/billing/application/bill.ts": "export const f = () => database.transaction(() => stock.take());" } },
    generated: { files: { [place]: "export const f = () => database.transaction(() => catalog.reserveStock());" } },
  },
  "undeclared-dependency": {
    plain: { files: { "src/store/rows.ts": `import "left-pad";` } },
    generated: { files: { [config]: `import "left-pad";` } },
  },
  unjudged: {
    plain: { files: { "src/core/deep.ts": deep } },
    generated: { files: { "src/services/orders/application/deep.ts": deep } },
  },
  "unmatched-glob": {
    plain: { spec: [["  exclude: []", `  exclude: ["gone/**"]`]] },
    generated: { spec: [["  exclude: []", `  exclude: ["gone/**"]`]] },
  },
  unparsed: {
    plain: { files: { "src/core/parens.ts": "({} / import(".repeat(100_000) } },
    generated: { files: { "src/services/orders/domain/parens.ts": "({} / import(".repeat(100_000) } },
  },
  "unplaced-file": {
    plain: { files: { "src/misc/x.ts": "export {};" } },
    generated: { files: { "src/shared/misc.ts": "export {};" } },
  },
  "unresolved-import": {
    plain: { files: { "src/store/rows.ts": `import "./nothing.ts";` } },
    generated: { files: { "src/apps/migrate.ts": `import "./nothing.ts";` } },
  },
  "unused-allowance": {
    plain: { spec: [[`  text: {`, `  text: { typesOf: [web],`]] },
    generated: { spec: [[`  domain: { uses: []`, `  domain: { uses: [], typesOf: [data]`]] },
  },
  "unused-ignore": {
    plain: { files: { "src/core/order.ts": "// keybeam-ignore cycles: it was one once\n" } },
    generated: { files: { [domain]: "// keybeam-ignore cycles: it was one once\n" } },
  },
};

/** Where nothing is looked at, what the spec says of files and packages fits none, which is another rule's affair. */
function silenced(): readonly (readonly [string, string])[] {
  return [["  rules: {", `  rules: { empty-layer: "off", unmatched-glob: "off", unused-allowance: "off",`]];
}
