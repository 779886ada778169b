// What is stored, what of it is one, and who reaches it.
import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { each, excerpt } from "../rig/check.mjs";
import { databasesOf } from "../rig/database.mjs";
import { pause, processesOf } from "../rig/system.mjs";

const creators = (rig) => rig.routes.filter(({ action, entity, path }) => action === "create" && entity !== null && path.length === 0);

/** Tables that hang on another: lines of an order, members of a set, what goes out. */
const SECOND = `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and (c.relname = '_outbox' or exists (
    select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = '_parent')) order by 1, 2`;

const FAULT = "create or replace function public.black_box_fault() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$";

/** While it runs, the database refuses every insert into that table. */
async function whileRefusing({ client }, { schema, name }, work) {
  const table = `"${schema}"."${name}"`;
  await client.query(FAULT);
  await client.query(`create trigger black_box before insert on ${table} for each row execute function public.black_box_fault()`);
  try {
    await work();
  } finally {
    await client.query(`drop trigger black_box on ${table}`);
  }
}

const commands = (rig) => rig.routes.filter(({ method, service }) => method !== "GET" && service !== "accounts");

/** All rows of a service, or of every one. What several services do is no transaction: others are asked to undo their part. */
async function contents(rig, only) {
  const all = [];
  for (const { client } of await databasesOf(rig)) {
    const { rows } = await client.query(
      "select table_schema as schema, table_name as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'accounts') and table_name not like '\\_%' order by 1, 2",
    );
    for (const { schema, name } of rows.filter((row) => only === undefined || row.schema === only)) all.push((await client.query(`select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from "${schema}"."${name}" t`)).rows[0].sum);
  }
  return all.join(" ");
}

export default [
  {
    id: "B50",
    title: "a use case is one transaction",
    run: async (rig, check) => {
      for (const database of await databasesOf(rig)) {
        const { rows } = await database.client.query(SECOND);
        for (const table of rows) {
          const requests = [];
          for (const route of commands(rig).filter(({ service }) => service.replaceAll("-", "_") === table.schema)) requests.push(await rig.samples.valid(route));
          // What events bring about may be on its way still.
          await settled(rig);
          await whileRefusing(database, table, async () => {
            for (const request of requests) {
              const before = await contents(rig, table.schema);
              const answer = await rig.send(request);
              if (answer.status < 500) continue;
              check.that(answer.status === 500, () => `${request.route} while ${table.name} is refused: ${excerpt(answer)}`);
              check.that((await contents(rig, table.schema)) === before, `${request.route} left a half behind while ${table.name} was refused`);
            }
          });
        }
      }
      if (check.result().count === 0) check.notApplicable("no command writes twice");
    },
  },
  {
    id: "B51",
    title: "no more is sold than there is",
    run: async (rig, check) => {
      const scarce = SCARCE[rig.example];
      if (scarce === undefined) check.notApplicable("nothing of this spec can run out");
      const { requests, left } = await scarce(rig);
      const answers = await Promise.all(requests.map((request) => rig.send(request)));
      // Between processes a call may come back as "not now", and is sent again by its client.
      for (const [index, request] of requests.entries()) {
        for (let again = 0; answers[index].status >= 500 && again < 40; again += 1) {
          // A breaker holds back for seconds.
          await pause(250);
          answers[index] = await rig.send(request);
        }
      }
      const count = (status) => answers.filter((answer) => answer.status === status).length;
      check.that(count(200) === 10 && count(409) === 90, `ten are there, a hundred want one: ${count(200)} have it, ${count(409)} are refused, others ${answers.map(({ status }) => status).filter((status) => ![200, 409].includes(status))}`);
      const rest = await left();
      check.that(rest === 0, `${rest} are left`);
    },
  },
  {
    id: "B52",
    title: "money and time are exact",
    run: async (rig, check) => {
      for (const route of creators(rig)) {
        for (const [name, schema] of Object.entries(route.body.properties ?? {})) await exact(rig, check, route, name, schema);
      }
      if (check.result().count === 0) check.notApplicable("no field is money, a decimal or a time");
    },
  },
  {
    id: "B54",
    title: "a service may do in its database what it needs",
    run: async (rig, check) => {
      for (const { client } of await databasesOf(rig)) {
        const { rows } = await client.query("select n.nspname as schema, r.rolname as role from pg_namespace n join pg_roles r on has_schema_privilege(r.rolname, n.oid, 'usage') where not r.rolsuper and r.rolname not like 'pg\\_%' and n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'public') order by 1, 2");
        for (const { schema, role } of rows) await least(client, schema, role, check, rows);
      }
      if (check.result().count === 0) check.notApplicable("a monolith works as the login that it is given, and has no roles of its own");
    },
  },
  {
    id: "B55",
    title: "a unit's credentials open its own doors",
    run: async (rig, check) => {
      const { rows } = await (await databasesOf(rig))[0].client.query("select rolname as role from pg_roles where not rolsuper and rolname not like 'pg\\_%'");
      const databases = await databasesOf(rig);
      if (databases.length < 3) check.notApplicable("one database holds all services; B54 keeps them apart in it");
      for (const { role } of rows) {
        const open = [];
        for (const { name, client } of databases) {
          const { rows: schemas } = await client.query("select nspname as schema from pg_namespace where has_schema_privilege($1, oid, 'usage') and nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public')", [role]);
          if (schemas.length > 0 && !name.endsWith("_broker")) open.push(...schemas.map(({ schema }) => schema));
        }
        check.that(open.length <= 1, `${role} reaches ${open}`);
      }
    },
  },
];

async function settled(rig) {
  for (let index = 0; index < 50; index += 1) {
    let waiting = 0;
    for (const { client } of await databasesOf(rig)) {
      const { rows } = await client.query("select table_schema as schema from information_schema.tables where table_name = '_outbox'");
      for (const { schema } of rows) waiting += (await client.query(`select count(*)::int as count from "${schema}"."_outbox"`)).rows[0].count;
    }
    const before = await contents(rig);
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (waiting === 0 && before === (await contents(rig))) return;
  }
}

const creatorOf = (rig, entity) => rig.routes.find((route) => route.entity === entity && route.action === "create");

/** A hundred requests at once for what there is ten of, and how many of it are left. */
const SCARCE = {
  shop: async (rig) => {
    const [token, { samples }] = [rig.operator(), rig];
    const product = await samples.create(creatorOf(rig, "Product"), { body: { stock: 10 } });
    const orders = [];
    await each(Array.from({ length: 100 }), async () => orders.push(await samples.create(creatorOf(rig, "Order"), { body: { lines: [{ product: product.id, quantity: 1, price: product.price }], total: product.price } })));
    return {
      requests: orders.map(({ id, version }) => ({ method: "POST", path: `/v1/orders/${id}/place`, headers: { "if-match": `"${version}"` }, body: {}, token, route: "POST /v1/orders/{id}/place" })),
      left: async () => (await rig.send({ path: `/v1/products/${product.id}`, token })).body.stock,
    };
  },
  warehouse: async (rig) => {
    const token = rig.operator();
    const article = await rig.samples.create(creatorOf(rig, "Article"));
    const adjust = (change) => ({ method: "POST", path: "/v1/adjustments", headers: { "idempotency-key": randomUUID() }, body: { article: article.id, change }, token, route: "POST /v1/adjustments" });
    await rig.send(adjust(10));
    return {
      requests: Array.from({ length: 100 }, () => adjust(-1)),
      left: async () => (await rig.send({ path: `/v1/articles/${article.id}`, token })).body.onHand,
    };
  },
};

const isMoney = (schema) => schema.properties?.amount !== undefined && schema.properties?.currency !== undefined;

const TIMES = {
  "2016-12-31T23:59:60Z": "refused",
  "2026-03-29T02:30:00.000Z": "kept",
  "9999-12-31T23:59:59.999Z": "kept",
  "2026-02-30T00:00:00Z": "refused",
  "2026-01-31T12:00:00+02:00": "refused",
  "2026-01-31 12:00:00": "refused",
  "0000-01-01T00:00:00Z": "refused",
};
const DATES = { "2026-02-30": "refused", "2024-02-29": "kept", "2023-02-29": "refused", "9999-12-31": "kept", "26-01-01": "refused" };
const AMOUNTS = { "0.1": "kept", "0.2": "kept", "999999999999999.9999": "kept", "1000000000000000": "refused", "0.00001": "refused", "1e3": "refused", "-0": "refused", "01": "refused", "1,5": "refused", NaN: "refused" };
/** Eighteen digits before the point and nine after it. */
const isDecimal = (schema) => schema.pattern?.includes("[0-9]{0,17}") === true;
const DECIMALS = { "0.1": "kept", "-0.25": "kept", "999999999999999999.999999999": "kept", "1000000000000000000": "refused", "0.0000000001": "refused", "1e3": "refused", "-0": "refused", "01": "refused", "1,5": "refused", NaN: "refused" };

async function exact(rig, check, route, name, schema) {
  const cases = isMoney(schema)
    ? Object.entries(AMOUNTS).map(([amount, how]) => [{ amount, currency: "EUR" }, how])
    : schema.format === "date-time"
      ? Object.entries(TIMES)
      : schema.format === "date"
        ? Object.entries(DATES)
        : isDecimal(schema)
          ? Object.entries(DECIMALS)
          : [];
  for (const [value, how] of cases) {
    const request = await rig.samples.valid(route);
    const answer = await rig.send({ ...request, body: { ...request.body, [name]: value } });
    const what = `${route.name}, ${name} ${JSON.stringify(value)}`;
    if (how === "refused") check.that(answer.status === 422, () => `${what}: ${excerpt(answer)}`);
    else check.that([201, 422].includes(answer.status) && (answer.status === 422 || JSON.stringify(answer.body[name]) === JSON.stringify(value)), () => `${what}: ${excerpt(answer)}`);
  }
}

/** Works as the role does, and takes back whatever it was let do. */
async function least(client, schema, role, check, all) {
  const others = [...new Set(all.map((one) => one.schema))].filter((other) => other !== schema && !all.some((one) => one.schema === other && one.role === role));
  const { rows } = await client.query("select table_name as name from information_schema.tables where table_schema = $1 order by 1 limit 1", [schema]);
  const attempts = [
    `create table "${schema}".black_box (x int)`,
    "create table public.black_box (x int)",
    "create schema black_box",
    "create role black_box",
    ...(rows[0] === undefined ? [] : [`drop table "${schema}"."${rows[0].name}" cascade`, `alter table "${schema}"."${rows[0].name}" add column black_box int`, `truncate "${schema}"."${rows[0].name}" cascade`]),
    ...others.map((other) => `select * from "${other}".${JSON.stringify("x")}`),
    "select * from pg_authid",
    "copy (select 1) to program 'true'",
  ];
  for (const statement of attempts) {
    await client.query("begin");
    try {
      await client.query(`set local role "${role}"`);
      const refused = await client.query(statement).then(() => null, (error) => error.code);
      check.that(refused === "42501", `${role} in ${schema} may ${statement} (${refused})`);
    } finally {
      await client.query("rollback");
    }
  }
}

/** Judge the whole run. */
export const last = [
  {
    id: "B56",
    title: "secrets stay where they belong",
    run: async (rig, check) => {
      const secrets = [rig.secret, rig.password];
      const places = {
        "what the system says": rig.system.stdout() + rig.system.stderr(),
        "what it answers": rig.answers.map(({ text }) => text).join("\n"),
        "the lines of its commands": processesOf(rig.folder).map(({ command }) => command).join("\n"),
        "what is stored": await stored(rig),
      };
      for (const [place, text] of Object.entries(places)) for (const secret of secrets) check.that(!text.includes(secret), `a secret is in ${place}`);
      const logged = places["what the system says"];
      check.that(!/eyJ[\w-]{10,}\.eyJ/.test(logged), "a token is in the log");
      check.that(!/"password"\s*:/.test(logged), "a body is in the log");
      for (const file of readdirSync(join(rig.folder, "src"), { recursive: true }).filter((one) => /\.ts$/.test(one))) {
        check.that(!/-----BEGIN [A-Z ]*PRIVATE KEY-----\n/.test(readFileSync(join(rig.folder, "src", file), "utf8")), `${file} holds a private key`);
      }
    },
  },
];

async function stored(rig) {
  const all = [];
  for (const { client } of await databasesOf(rig)) {
    const { rows } = await client.query("select table_schema as schema, table_name as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')");
    for (const { schema, name } of rows) all.push((await client.query(`select string_agg(t::text, ' ') as text from (select * from "${schema}"."${name}" limit 2000) t`)).rows[0].text ?? "");
  }
  return all.join("\n");
}
