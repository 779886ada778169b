import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, develop, nothingRuns } from "./support/backend.ts";
import { keybeam, mustRun, run, type Running, start } from "./support/command.ts";
import { install, newFromExample, type Project } from "./support/project.ts";
import { talkToShop } from "./support/stories.ts";
import { runPackage, runTests } from "./support/tests.ts";
import { eventually } from "./support/wait.ts";

/** What an architect changes, all at once. Nothing of it lets a row go. */
const changes: readonly (readonly [from: string, to: string])[] = [
  ["weight: int(0..) = 1", "weight: decimal = 1"],
  ["phone: optional(string(..30))", "phone: optional(string(..40))\n          tier: enum(plain | gold) = plain"],
  ["Category: { fields:", "Section: { was: Category, fields:"],
  ["category: optional(Category)", "section: { type: optional(Section), was: category }"],
  ["Category: [list, get, create]", "Section: [list, get, create]"],
  ["name: string(1..200)\n          description", "title: { type: string(1..200), was: name }\n          description"],
  ["indexes: [category]", "indexes: [section, createdAt]\n        unique: [[title, sku]]"],
  ["paid | cancelled)", "paid | cancelled | archived)"],
  ["          note: optional(string(..500))\n", "          gift: bool = false\n          coupon: optional(Coupon)\n"],
  ["      OrderLine:\n", "      Coupon: { fields: { code: { type: string(1..20), unique: true } } }\n      OrderLine:\n"],
  ["catalog.Category.list, catalog.Category.get", "catalog.Section.list, catalog.Section.get"],
];

const changeSpec = ({ folder }: Project, some: readonly (readonly [string, string])[]): void => {
  const path = join(folder, "architecture.yaml");
  const text = some.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`nothing to change: ${from}`);
    return now.replace(from, to);
  }, readFileSync(path, "utf8"));
  writeFileSync(path, text);
};

/** Holds the Postgres that `npm run dev` uses, and says where it is. */
const server = `
import { useEmbeddedPostgres } from "./src/platform/dev/embedded.ts";
const url = (await useEmbeddedPostgres(".data")).urlOf("shop");
console.log(url);
setInterval(() => undefined, 1000);
`;

/** Prints the rows of a statement. */
const question = `
import pg from "pg";
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
console.log(JSON.stringify((await client.query(process.argv[2])).rows));
await client.end();
`;

describe("shop, whose spec changes over rows that are there", () => {
  let project: Project;
  let holder: Running;
  let env: Readonly<Record<string, string>>;
  const rows = (statement: string): readonly unknown[] =>
    JSON.parse(mustRun("node", ["--import", "tsx", "question.ts", statement], { cwd: project.folder, env }).stdout);
  const migrate = (...args: readonly string[]): string =>
    mustRun("npm", ["run", "--silent", "migrate", "--", ...args], { cwd: project.folder, env }).stdout;
  const end = async (backend: Backend): Promise<void> => {
    backend.process.signal("SIGINT");
    await backend.process.exited;
  };

  beforeAll(async () => {
    project = newFromExample("shop");
    install(project);
    writeFileSync(join(project.folder, "server.ts"), server);
    writeFileSync(join(project.folder, "question.ts"), question);
    holder = start("node", ["--import", "tsx", "server.ts"], { cwd: project.folder });
    const url = await eventually("Postgres answers", async () => /^postgres:.*$/mu.exec(holder.output())?.[0]);
    env = { DATABASE_URL: url, BROKER_URL: url.replace(/shop$/u, "shop_broker") };
    changeSpec(project, [["stock: int(0..) = 0", "stock: int(0..) = 0\n          weight: int(0..) = 1"]]);
    keybeam(["generate"], { cwd: project.folder });
    const backend = await develop(project);
    await talkToShop(backend);
    await end(backend);
  });

  afterAll(async () => {
    holder.signal("SIGINT");
    await holder.exited;
    await nothingRuns(project);
    project.remove();
  });

  test("keeps every row, by the next migrations and none before; the code compiles, with what was written in it", () => {
    const mine = join(project.folder, "src/services/catalog/domain/category.ts");
    writeFileSync(mine, `${readFileSync(mine, "utf8")}\nexport const isLong = (category: Category): boolean => category.name.length > 40;\n`);
    changeSpec(project, changes);
    keybeam(["generate"], { cwd: project.folder });
    expect(readFileSync(join(project.folder, "src/services/catalog/domain/section.ts"), "utf8")).toContain("isLong = (section: Section)");
    runPackage(project, "tsc", "-p", ".");
    expect(migrate()).toContain("migration applied");
    expect(rows(`select "title", "weight"::text, "_was_weight"::text, "stock"::text from "catalog"."products"`)).toEqual([{ title: "A mug", weight: "1", _was_weight: "1", stock: "3" }]);
    expect(rows(`select "status", "gift", "coupon", "note" from "orders"."orders"`)).toEqual([{ status: "paid", gift: false, coupon: null, note: null }]);
    expect(rows(`select "tier" from "customers"."customers"`)).toEqual([{ tier: "plain" }]);
    expect(rows(`select "conname" from "pg_constraint" where not "convalidated"`)).toEqual([]);
    expect(rows(`select "indexrelid"::regclass::text from "pg_index" where not "indisvalid"`)).toEqual([]);
  });

  test("answers for the rows from before", async () => {
    const backend = await develop(project);
    const api = backend.unit(0);
    const { body } = await api("GET", "/v1/products?title=A%20mug");
    expect(body["items"]).toMatchObject([{ title: "A mug", weight: "1", stock: 3, section: null }]);
    const staff = backend.tokenOf("staff", "bob");
    expect((await api("POST", "/v1/sections", { token: staff, body: { name: "Mugs" } })).status).toBe(201);
    expect((await api("GET", "/v1/orders", { token: staff })).body["items"]).toMatchObject([{ status: "paid", gift: false }]);
    await end(backend);
  });

  test("goes all the way back and forth again with its rows", () => {
    const applied = rows(`select id from "catalog"."_migration" union all select id from "orders"."_migration" union all select id from "customers"."_migration"`).length;
    // The first of each service stays, and the one that brought the weight.
    const count = applied - 4;
    expect(migrate("--down", String(count)).match(/migration taken back/gu)).toHaveLength(count);
    expect(rows(`select "name", "weight"::text from "catalog"."products"`)).toEqual([{ name: "A mug", weight: "1" }]);
    expect(rows(`select "name" from "catalog"."categories"`)).toEqual([{ name: "Mugs" }]);
    expect(rows(`select "note", "status" from "orders"."orders"`)).toEqual([{ note: null, status: "paid" }]);
    expect(migrate().match(/migration applied/gu)).toHaveLength(count);
    expect(rows(`select "title", "weight"::text from "catalog"."products"`)).toEqual([{ title: "A mug", weight: "1" }]);
  });

  test("lets go of a column only when it is asked to", () => {
    const unasked = run("node", ["--import", "tsx", "question.ts", `select "note" from "orders"."orders"`], { cwd: project.folder, env });
    expect(unasked.status).toBe(0);
    keybeam(["generate", "--contract", "orders.Order.note"], { cwd: project.folder });
    migrate();
    expect(run("node", ["--import", "tsx", "question.ts", `select "note" from "orders"."orders"`], { cwd: project.folder, env }).stderr).toContain('column "note" does not exist');
  });

  test("keeps the data of a service that left the spec, and deletes it only when it is asked to", () => {
    const path = join(project.folder, "architecture.yaml");
    const [head = "", rest = ""] = readFileSync(path, "utf8").split("\n  payments:\n");
    const whole = readFileSync(path, "utf8");
    const text = `${head}\n${rest.slice(rest.indexOf("\nqueues:"))}`;
    writeFileSync(path, text.replace(/ {4}reacts:\n(?: {6}payments\..*\n)+/u, "").replaceAll(/, payments\.\*/gu, ""));
    keybeam(["generate"], { cwd: project.folder });
    expect(migrate()).not.toContain("schema deleted");
    expect(rows(`select "status" from "payments"."payments"`)).toEqual([{ status: "settled" }]);
    expect(keybeam(["plan"], { cwd: project.folder }).stdout).toContain("  payments  the service left the spec, and its schema stays with what it holds: payments\n");
    const without = readFileSync(path, "utf8");
    const specIs = (spec: string, ...more: readonly string[]): void => {
      writeFileSync(path, spec);
      keybeam(["generate", ...more], { cwd: project.folder });
    };
    // It comes back before anybody asked for its end: with its rows, and one field more.
    specIs(whole.replace("amount: { type: money, set: once }", "amount: { type: money, set: once }\n          method: enum(card | cash) = card"));
    expect(migrate()).toContain("migration applied");
    expect(rows(`select "status", "method" from "payments"."payments"`)).toEqual([{ status: "settled", method: "card" }]);
    specIs(without);
    specIs(without, "--contract", "payments");
    expect(migrate()).toContain("schema deleted");
    expect(rows(`select to_regnamespace('payments') as "found"`)).toEqual([{ found: null }]);
    expect(migrate()).not.toContain("schema deleted");
    expect(migrate()).not.toContain("schema kept");
    // The release before it is rolled back to: its migrate step makes the schema anew.
    rows(`create schema "payments" create table "_migration" (id text primary key)`);
    rows(`insert into "payments"."_migration" values ('0001-create-tables')`);
    expect(migrate()).toContain("schema kept");
    // In a database that has not seen it yet, somebody else's; then one that went on living.
    rows(`delete from "_platform"."left"`);
    rows(`alter table "payments"."_migration" rename to "theirs"`);
    expect(migrate()).toContain("schema kept");
    rows(`alter table "payments"."theirs" rename to "_migration"`);
    rows(`insert into "payments"."_migration" values ('0099-went-on')`);
    expect(migrate()).toContain("schema kept");
    rows(`delete from "payments"."_migration" where id = '0099-went-on'`);
    expect(migrate()).toContain("schema deleted");
    expect(keybeam(["plan"], { cwd: project.folder }).stdout).not.toContain("payments");
    // It comes back under the same name, empty, in a database that let it go and in one that has the old one still; then it goes again.
    const old = `create schema "payments" create table "payments" (id uuid) create table "_migration" (id text primary key, hash text, applied_at timestamptz default now())`;
    for (const lagging of [false, true]) {
      if (lagging) {
        rows(`drop schema "payments" cascade`);
        rows(old);
        rows(`insert into "payments"."_migration" values ('0001-create-tables', '')`);
        rows(`delete from "_platform"."left"`);
      }
      specIs(whole);
      expect(migrate().includes("schema deleted")).toBe(lagging);
      expect(rows(`select * from "payments"."payments"`)).toEqual([]);
      expect(migrate()).not.toMatch(/schema (?:kept|deleted)|migration applied/u);
    }
    // What is there is neither the old one nor its own: it is said before the migrations clash with it.
    rows(`alter table "payments"."_migration" rename to "mine"`);
    expect(run("npm", ["run", "migrate"], { cwd: project.folder, env }).stdout).toContain("schema kept");
    rows(`drop table if exists "payments"."_migration"`);
    rows(`alter table "payments"."mine" rename to "_migration"`);
    specIs(without);
    expect(migrate()).not.toMatch(/schema (?:kept|deleted)/u);
    specIs(without, "--contract", "payments");
    expect(migrate()).toContain("schema deleted");
    expect(rows(`select to_regnamespace('payments') as "found"`)).toEqual([{ found: null }]);
    expect(migrate()).not.toMatch(/schema (?:kept|deleted)/u);
    // What was written by hand is left, and nobody's but the user's to delete.
    expect(readFileSync(join(project.folder, "src/services/payments/application/open.ts"), "utf8")).toContain("newPayment");
    rmSync(join(project.folder, "src/services/payments"), { recursive: true });
    runPackage(project, "tsc", "-p", ".");
  });

  test("passes its own tests", () => {
    expect(runTests(project).stdout).toMatch(/passed/u);
  });
});
