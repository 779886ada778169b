import { describe, expect, it } from "vitest";
import { check, planFixes, projectOf, type Wishes } from "../../src/check/index.ts";
import { architectureOf, inShort } from "./project.ts";

const layered = `
keybeam: 1
name: plain
layers:
  api: { paths: ["src/api/**"], uses: [domain], typesOf: [data] }
  domain: { paths: ["src/domain/**"], entry: ["src/domain/index.ts"] }
  data: { paths: ["src/data/**"], uses: [domain] }
`;

type Files = Readonly<Record<string, string>>;

/** The files as the plan makes them, and what is found in them then. */
async function fixed(files: Files, spec = layered, wishes: Wishes = {}) {
  const architecture = architectureOf(spec);
  const before = new Map(Object.entries(files));
  const { fixes, changes } = await planFixes(architecture, projectOf(before), wishes);
  const after = new Map(before);
  for (const { from } of changes) after.delete(from);
  for (const { to, after: text } of changes) after.set(to, text);
  const left = inShort(await check(architecture, projectOf(after), wishes));
  return { titles: fixes.map(({ title }) => title), left, text: (path: string) => after.get(path), changes };
}

const row = { "src/data/row.ts": "export interface Row { id: string }\nexport class Table { id = 1 }\nexport default class Main {}\n", "src/domain/index.ts": "" };

describe("import type", () => {
  it.each([
    [`import { Row } from "../data/row.ts";\nexport const f = (row: Row): Row => row;`, `import type { Row } from "../data/row.ts";`],
    [`import { Row, type Table as T } from "../data/row.ts";\nexport type X = Row & T;`, `import type { Row, Table as T } from "../data/row.ts";`],
    [`import Main from "../data/row.ts";\nexport let x: typeof Main;`, `import type Main from "../data/row.ts";`],
    [`import * as data from "../data/row.ts";\nexport class A implements data.Table { id = 1 }`, `import type * as data from "../data/row.ts";`],
    [`import { Row } from "../data/row.ts";\nexport interface Wide extends Row { Row: Row }\nexport type { Row };`, `import type { Row } from "../data/row.ts";`],
  ])("does %j", async (text, becomes) => {
    const { left, text: after, titles } = await fixed({ ...row, "src/api/a.ts": text });
    expect(titles).toHaveLength(1);
    expect(after("src/api/a.ts")).toBe(text.replace(/^.*$/m, becomes));
    expect(left).toEqual([]);
  });

  it.each([
    ["a value", `import { Table } from "../data/row.ts";\nexport const t = new Table();`],
    ["a value in a class", `import { Table } from "../data/row.ts";\nexport class Wide extends Table {}`],
    ["one of two", `import { Row, Table } from "../data/row.ts";\nexport const t = (row: Row) => Table;`],
    ["what is exported on", `import { Table } from "../data/row.ts";\nexport type T = Table;\nexport { Table };`],
    ["what nobody uses", `import { Row, Table } from "../data/row.ts";\nexport type R = Row;`],
    ["what a decorator may keep", `import { Table } from "../data/row.ts";\n@Injectable()\nexport class A { constructor(readonly table: Table) {} }\ndeclare const Injectable: () => ClassDecorator;`],
    ["a default with others", `import Main, { Row } from "../data/row.ts";\nexport type R = Row | Main;`],
    ["another thing of the name", `import { Table } from "../data/row.ts";\nexport type R = Table;\nexport const f = (Table: number) => Table;`],
    ["a side effect", `import "../data/row.ts";`],
  ])("leaves alone %s", async (_, text) => {
    const { changes, left } = await fixed({ ...row, "src/api/a.ts": text });
    expect(changes).toEqual([]);
    expect(left).toEqual(["layer-uses src/api/a.ts:1"]);
  });

  it("leaves alone what JavaScript imports, what acts when it is loaded, and what types would not help", async () => {
    const use = `import { Row } from "../data/row.ts";\nexport type R = Row;`;
    expect((await fixed({ ...row, "src/api/a.js": `import { Row } from "../data/row.ts";` })).changes).toEqual([]);
    expect((await fixed({ ...row, "src/data/row.ts": `${row["src/data/row.ts"]}console.log(1);`, "src/api/a.ts": use })).changes).toEqual([]);
    expect((await fixed({ ...row, "src/domain/a.ts": use })).changes).toEqual([]);
  });
});

const inner = { "src/data/x.ts": "", "src/domain/order.ts": "export class Order {}\nexport const max = 1;\nexport default class Main {}\n", "src/domain/index.ts": `export * from "./order.ts";\nexport { Order as Purchase, default as Main } from "./order.ts";\n` };

describe("a face instead of an inside", () => {
  it.each([
    [`import { Order } from "../domain/order.ts";`, `import { Order } from "../domain/index.ts";`],
    [`import { Order, max as most } from '../domain/order';`, `import { Order, max as most } from '../domain';`],
    [`import type { Order } from "../domain/order.js";`, `import type { Order } from "../domain/index.js";`],
    [`import Entity from "../domain/order.ts";`, `import { Main as Entity } from "../domain/index.ts";`],
    [`import Main, { type Order as O } from "../domain/order.ts";`, `import { Main, type Order as O } from "../domain/index.ts";`],
    [`import { Order } from "@/domain/order";`, `import { Order } from "@/domain";`],
  ])("does %s", async (text, becomes) => {
    const files = { ...inner, "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`, "src/api/a.ts": `${text}\n` };
    const { left, text: after } = await fixed(files);
    expect(after("src/api/a.ts")).toBe(`${becomes}\n`);
    expect(left).toEqual([]);
  });

  it.each([
    ["a name that the face does not export", `export { max } from "./order.ts";`],
    ["another thing of the name", `export class Order {}`],
    ["a type alone", `export type { Order } from "./order.ts";`],
    ["two things of one name", `export * from "./order.ts"; export * from "./other.ts";`],
  ])("is not certain with %s", async (_, face) => {
    const files = { ...inner, "src/domain/other.ts": "export class Order {}", "src/domain/index.ts": face, "src/api/a.ts": `import { Order } from "../domain/order.ts";\nnew Order();\n` };
    const { changes, left } = await fixed(files);
    expect(changes).toEqual([]);
    expect(left).toEqual(["entry src/api/a.ts:1"]);
  });

  it("is not certain where it would close a circle", async () => {
    const spec = `${layered.replace("domain: { ", "domain: { uses: [api], ")}check: { rules: { cycles: error } }\n`;
    const files = { ...inner, "src/domain/late.ts": `import "../api/a.ts";`, "src/domain/index.ts": `${inner["src/domain/index.ts"]}import "./late.ts";`, "src/api/a.ts": `import { Order } from "../domain/order.ts";\nnew Order();\n` };
    expect((await fixed(files, spec)).changes).toEqual([]);
  });

  it("takes the contract of a service for its insides", async () => {
    const spec = `keybeam: 1\nname: shop\ntopology: modular-monolith\nservices: { catalog: {}, orders: {} }\nauth: { model: none }\n`;
    const files = {
      "src/services/catalog/contract.ts": `export type { Product } from "../../platform/kernel/product.ts";`,
      "src/platform/kernel/product.ts": "export interface Product { id: string }",
      "src/services/catalog/domain/product.ts": `export type { Product } from "../../../platform/kernel/product.ts";`,
      "src/services/orders/application/place.ts": `import type { Product } from "../../catalog/domain/product.ts";\nexport type P = Product;\n`,
    };
    const { left, text } = await fixed(files, spec);
    expect(text("src/services/orders/application/place.ts")).toContain(`from "../../catalog/contract.ts";`);
    expect(left).toEqual([]);
  });
});

const astray = {
  "src/api/a.ts": "",
  "src/domain/index.ts": "",
  "src/domain/sql/rows.ts": `import { open } from "../../data/open.ts";\nexport const rows = open;\n`,
  "src/data/open.ts": "export const open = 1;\n",
  "src/data/orders.ts": `import { rows } from "../domain/sql/rows.ts";\nexport const all = rows;\n`,
  "src/domain/sql/rows.test.ts": `import { rows } from "./rows.js";\nvi.mock("./rows.ts");\nexport { rows };\n`,
};
const open = layered.replace(`, entry: ["src/domain/index.ts"]`, "");

describe("a file in the wrong layer", () => {
  it("moves to where everyone who imports it is, and whoever imports it follows", async () => {
    const { titles, left, text } = await fixed(astray, open);
    expect(titles).toEqual(["src/domain/sql/rows.ts: move to src/data/sql/rows.ts"]);
    expect(text("src/domain/sql/rows.ts")).toBeUndefined();
    expect(text("src/data/sql/rows.ts")).toBe(`import { open } from "../open.ts";\nexport const rows = open;\n`);
    expect(text("src/data/orders.ts")).toBe(`import { rows } from "./sql/rows.ts";\nexport const all = rows;\n`);
    expect(text("src/domain/sql/rows.test.ts")).toBe(`import { rows } from "../../data/sql/rows.js";\nvi.mock("../../data/sql/rows.ts");\nexport { rows };\n`);
    expect(left).toEqual([]);
  });

  it("follows also from what check leaves out", async () => {
    const { text } = await fixed({ ...astray, "old/x.ts": `import "../src/domain/sql/rows.ts";` }, `${open}check: { exclude: ["old/"] }\n`);
    expect(text("old/x.ts")).toBe(`import "../src/data/sql/rows.ts";`);
  });

  const staying: readonly (readonly [string, Files, Wishes])[] = [
    ["is used where it lies", { "src/domain/b.ts": `import "./sql/rows.ts";` }, {}],
    ["uses what lies there", { "src/domain/sql/rows.ts": `import "../../data/open.ts";\nimport "../b.ts";`, "src/domain/b.ts": "" }, {}],
    ["is used by two layers", { "src/api/b.ts": `import "../domain/sql/rows.ts";` }, {}],
    ["is used by nobody", { "src/data/orders.ts": "" }, {}],
    ["has no free place", { "src/data/sql/Rows.ts": "" }, {}],
    ["asks where it lies", { "src/domain/sql/rows.ts": `import "../../data/open.ts";\nexport const here = import.meta.url;` }, {}],
    ["is named by a script", { "package.json": `{ "scripts": { "x": "node src/domain/sql/rows.ts" } }` }, {}],
    ["is named by a string", { "src/api/c.ts": `const path = "domain/sql/rows.ts";` }, {}],
    ["is a generator's", {}, { isOwned: (path) => path === "src/domain/sql/rows.ts" }],
  ];
  it.each(staying)("stays where it %s", async (_, files, wishes) => {
    expect((await fixed({ ...astray, ...files }, open, wishes)).changes).toEqual([]);
  });
});

it("fixes what is asked for, and brings nothing that was accepted or new", async () => {
  const files = { ...astray, ...inner, "src/domain/index.ts": inner["src/domain/index.ts"], "src/api/a.ts": `import { Order } from "../domain/order.ts";\nnew Order();\n` };
  const { baseline } = await check(architectureOf(layered), projectOf(new Map(Object.entries(files))), { baseline: "all" });
  expect((await fixed(files, layered, { baseline })).changes).toEqual([]);
  const { changes } = await fixed(files, layered, { changed: new Map([["src/api/a.ts", ""]]) });
  expect(changes.map(({ to }) => to)).toEqual(["src/api/a.ts"]);
});

it("says in the help of a finding that a fix is offered, and of no other", async () => {
  const files = { ...row, "src/api/a.ts": `import { Row } from "../data/row.ts";\nexport type R = Row;`, "src/api/b.ts": `import { Table } from "../data/row.ts";\nnew Table();` };
  const { diagnostics } = await check(architectureOf(layered), projectOf(new Map(Object.entries(files))), { offers: true });
  expect(diagnostics.map(({ help }) => help.endsWith(" `keybeam check --fix` does it."))).toEqual([true, false]);
});
