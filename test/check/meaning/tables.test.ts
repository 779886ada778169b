import { describe, expect, it } from "vitest";
import { checkFiles, inShort } from "../project.ts";

const spec = `
keybeam: 1
name: shop
topology: modular-monolith
services:
  catalog: { entities: { Product: { fields: { name: string } } } }
  orders: { entities: { OrderLine: { fields: { name: string } } } }
auth: { model: none }
`;

const foreign = [
  `export const a = 'select * from "catalog"."products"';`,
  "export const a = `select * from catalog.products p where p.id = ${id}`;",
  "export const a = `${SELECT} from catalog.products where id = 1`;",
  `export const a = "select * from order_lines l left join products p on p.id = l.product";`,
  `export const a = "select * from order_lines, products";`,
  `export const a = "with x as (select 1) select * from x join products on true";`,
  `export const a = "INSERT INTO Products (id) VALUES (1)";`,
  `export const a = "update products set name = ''";`,
  `export const a = "delete from products where id = 1";`,
  `export const a = "truncate table products";`,
  `export const a = "alter table if exists products add x int";`,
  `export const a = "select 1 from order_lines where exists (select 1 from labels)";`,
  `db.selectFrom("products").execute();`,
  `db.selectFrom("order_lines").innerJoin("products as p", "p.id", "product");`,
  `db.insertInto("catalog.products").values({});`,
  `knex("products").where({});`,
  `builder.from("products");`,
  `prisma.product.findMany({});`,
  `this.prisma.product.create({});`,
];

const own = [
  `export const a = 'select * from "orders"."order_lines"';`,
  `export const a = "select * from order_lines";`,
  `export const a = "with products as (select 1) select * from products";`,
  `export const a = "select extract(year from created_at) from order_lines for update of products";`,
  `export const a = "insert into order_lines (id) values (1) on conflict do update set id = 1";`,
  `export const a = "We select from products those that we like";`.replace("We select", "Choose"),
  `export const a = "from products you get";`,
  `export const a = "Delete the products";`,
  `db.selectFrom("order_lines").execute();`,
  `prisma.orderLine.findMany({});`,
  `store.product.findMany({});`,
  `export const a = "select * from unknown";`,
];

const findIn = async (path: string, text: string) =>
  inShort(await checkFiles(spec, { [path]: text, "src/services/catalog/data/tables.ts": 'export const up = "create table labels (id int)";' }));

describe("foreign-table", () => {
  it.each(foreign)("finds %s", async (text) => {
    expect(await findIn("src/services/orders/data/a.ts", text)).toEqual(["foreign-table src/services/orders/data/a.ts:1"]);
  });

  it.each(own)("leaves %s alone", async (text) => {
    expect(await findIn("src/services/orders/data/a.ts", text)).toEqual([]);
  });

  it("asks the platform and the apps too, and leaves tests alone", async () => {
    const [text = ""] = foreign;
    expect(await findIn("src/platform/report.ts", text)).toEqual(["foreign-table src/platform/report.ts:1"]);
    expect(await findIn("src/services/orders/test/a.test.ts", text)).toEqual([]);
  });

  it("shows the name in the text, and is a warning in a monolith", async () => {
    const { diagnostics } = await checkFiles(spec.replace("modular-", ""), { "src/services/orders/data/a.ts": "export const a = `\n  select *\n  from catalog.products\n`;" });
    expect(diagnostics.map(({ at, severity }) => [at.line, at.column, at.endColumn, severity])).toEqual([[3, 8, 24, "warning"]]);
  });
});
