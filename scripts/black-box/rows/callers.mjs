// Who comes in with a token, and how one gets it: roles, what is taken away, passwords, units.
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { each, excerpt } from "../rig/check.mjs";
import { databasesOf, rowCounts } from "../rig/database.mjs";
import { grantOf } from "../rig/grants.mjs";
import { eventually, unitsOf } from "../rig/system.mjs";
import { anywhere, bearer, good, logIn, registered } from "./authentication.mjs";

const isAlike = (ratio) => ratio > 0.95 && ratio < 1.05;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** How much longer wrong passwords of addresses that exist take, one beside the other, and beside all that were tried before. */
async function compared(known, guess, check, times) {
  for (const account of known) {
    // Three of the ten that an address has.
    for (let index = 0; index < 3; index += 1) {
      const one = await guess(account.email);
      const two = await guess(`${randomUUID()}@example.com`);
      const { instance: _one, ...first } = one.body;
      const { instance: _two, ...second } = two.body;
      check.that(JSON.stringify(first) === JSON.stringify(second), () => `a known address: ${excerpt(one)}, an unknown one: ${excerpt(two)}`);
      times.known.push(one.ms);
      times.unknown.push(two.ms);
    }
  }
  return median(times.known) / median(times.unknown);
}

/** Works on the one database that has accounts; how many rows it changed. */
async function onAccounts(rig, work) {
  for (const { client } of await databasesOf(rig)) {
    const { rows } = await client.query("select 1 from information_schema.tables where table_schema = 'accounts' and table_name = 'accounts'");
    if (rows.length > 0) return (await work(client)).rowCount;
  }
  return 0;
}

const MOST_LEFT = 10;

/** What a new user may still ask for is brought near its end, in the table that all instances count in. @returns the token, the route, and the window */
async function nearTheEnd(rig, check) {
  const route = rig.guarded.find(({ method, path, action }) => method === "GET" && path.length === 0 && action === "list");
  const user = randomUUID();
  const token = rig.as([rig.spec.operator, ...rig.spec.seers], { user });
  const first = await rig.send({ path: route.template, token, route: route.name });
  const [, count, seconds] = /;q=(\d+);w=(\d+)/.exec(first.headers["ratelimit-policy"] ?? "") ?? [];
  check.that(first.status === 200 && Number(count) > MOST_LEFT, () => `${excerpt(first)} with the policy ${first.headers["ratelimit-policy"]}`);
  let changed = 0;
  for (const { client } of await databasesOf(rig)) {
    const { rowCount } = await client.query(`update "_limits"."counts" set count = $1 where key like $2`, [Number(count) - MOST_LEFT, `%${user}`]).catch(() => ({ rowCount: 0 }));
    changed += rowCount;
  }
  check.that(changed === 1, `of one user ${changed} counts are kept`);
  return { token, route, seconds: Number(seconds) };
}

/** All that is left is asked for at once, and more. */
async function asksTooOften(rig, check) {
  const { token, route, seconds } = await nearTheEnd(rig, check);
  const ask = (as) => rig.send({ path: route.template, token: as, route: route.name });
  const answers = await Promise.all(Array.from({ length: 3 * MOST_LEFT }, () => ask(token)));
  const passed = answers.filter(({ status }) => status === 200);
  check.that(passed.length === MOST_LEFT, `${passed.length} of ${answers.length} passed, where ${MOST_LEFT} might`);
  for (const answer of answers.filter(({ status }) => status !== 200)) {
    const wait = Number(answer.headers["retry-after"]);
    check.that(answer.status === 429 && wait > 0 && wait <= seconds, () => `${excerpt(answer)}, again in ${wait} s`);
  }
  const other = await ask(rig.as([rig.spec.operator, ...rig.spec.seers]));
  check.that(other.status === 200, () => `another user: ${excerpt(other)}`);
}

/** So many fields at the top of one request over GraphQL, all of them the same list by other names. */
const FIELDS = 4;

/** Other names for a field buy nothing: each is a request. */
async function asksForMuchAtOnce(rig, check) {
  const graph = rig.routes.find(({ action, template }) => action === "graphql" && template.startsWith("/graphql/"));
  if (graph === undefined) return;
  const schema = readFileSync(join(rig.folder, "docs", `${graph.template.slice(1)}.graphql`), "utf8");
  const [, list] = /^ {2}(\w+)\([^)]*first: Int/m.exec(schema) ?? [];
  const query = `{ ${Array.from({ length: FIELDS }, (_, index) => `a${index}: ${list} { nodes { id } }`).join(" ")} }`;
  const ask = (token) => rig.send({ method: "POST", path: graph.template, token, body: { query }, route: graph.name });
  const { token } = await nearTheEnd(rig, check);
  const most = Math.floor(MOST_LEFT / FIELDS);
  const answers = [];
  for (let index = 0; index <= most; index += 1) answers.push(await ask(token));
  const statuses = answers.map(({ status }) => status);
  check.that(statuses.every((status, index) => status === (index < most ? 200 : 429)), `of requests for ${FIELDS} each, ${MOST_LEFT} left: ${statuses}`);
  check.that(Object.keys(answers[0].body?.data ?? {}).length === FIELDS, () => `what may be asked is not answered: ${excerpt(answers[0])}`);
  const { token: hasty } = await nearTheEnd(rig, check);
  const atOnce = await Promise.all(Array.from({ length: 3 * MOST_LEFT }, () => ask(hasty)));
  const passed = atOnce.filter(({ status }) => status === 200).length;
  check.that(passed <= most && atOnce.every(({ status }) => [200, 429].includes(status)), `${passed} of ${atOnce.length} at once passed, where ${most} might`);
}

/** The queues, where they are tables. */
async function queues(rig) {
  for (const { client } of await databasesOf(rig)) {
    const { rows } = await client.query("select 1 from information_schema.tables where table_schema = 'public' and table_name = 'subscription'");
    if (rows.length > 0) return client;
  }
  return null;
}

/** Messages that nobody of the system sent, one for each who hears: they are put aside with a reason, and nothing comes of them. */
async function forged(rig, check) {
  const client = await queues(rig);
  const { rows: heard } = client === null ? { rows: [] } : await client.query("select event, subscriber from subscription");
  if (heard.length === 0) return;
  const before = await rowCounts(rig);
  const context = JSON.stringify({ user: null, tenant: null, requestId: "forged", traceparent: "" });
  const send = (event, subscriber, payload) =>
    client.query("insert into message (id, subscriber, event, version, key, payload, envelope) values (gen_random_uuid(), $1, $2, 1, 'forged', $3, $4)", [subscriber, event, JSON.stringify(payload), context]);
  for (const { event, subscriber } of heard) {
    await send(event, subscriber, {});
    await send(event, subscriber, [{ "' or 1=1": null }]);
    await send("nobody.Nothing", subscriber, { order: randomUUID() });
  }
  const count = async (table) => (await client.query(`select count(*)::int as count from ${table} where key = 'forged'`)).rows[0].count;
  await eventually("forged messages are settled", async () => (await count("message")) === 0, 60_000);
  const { rows: dead } = await client.query("delete from dead_letter where key = 'forged' returning reason");
  check.that(dead.length === 3 * heard.length, `${dead.length} of ${3 * heard.length} forged messages were put aside`);
  check.that(dead.every(({ reason }) => /does not (fit|hear)|received as often/.test(reason)), `the reasons are ${[...new Set(dead.map(({ reason }) => reason))]}`);
  const grown = Object.entries(await rowCounts(rig)).filter(([table, rows]) => rows !== before[table]);
  check.that(grown.length === 0, `forged messages changed ${grown.map(([table]) => table)}`);
}

/** Where services answer one another, by the code that calls them. */
function callPaths(folder) {
  const services = readdirSync(join(folder, "src/services"));
  const wire = join(folder, "src/platform/remote/wire.ts");
  const [, prefix = "/internal"] = existsSync(wire) ? (/`(\/[\w/-]+)\/\$\{/.exec(readFileSync(wire, "utf8")) ?? []) : [];
  return services.flatMap((service) => ["x", "reserveStock", "getProduct", "jwks"].map((method) => `${prefix}/${service}/${method}`));
}

export default [
  {
    id: "B10",
    title: "every role on every route",
    run: async (rig, check) => {
      const { spec } = rig;
      if (rig.guarded.length === 0) check.notApplicable("no route asks who comes");
      const callers = [...spec.roleNames, "nobody", spec.operator.toUpperCase(), `${spec.operator} `];
      for (const role of callers) {
        await each(rig.guarded, async (route) => {
          const granted = grantOf(spec, role, route);
          const answer = await rig.send({ method: route.method, path: anywhere(route), token: rig.as([role]), route: route.name });
          const shut = [401, 403].includes(answer.status);
          if (granted === "no") check.that(answer.status === 403, () => `${route.name} as ${role}: ${excerpt(answer)}`);
          else if (granted === "yes" && spec.tenancy === undefined) check.that(!shut, () => `${route.name} as ${role}, who may: ${excerpt(answer)}`);
        });
      }
    },
  },
  {
    id: "B11",
    title: "what is taken away is gone",
    run: async (rig, check) => {
      const account = await registered(rig);
      if (account === null) check.notApplicable("nobody logs in with a password");
      const before = await logIn(rig, account);
      const changed = await onAccounts(rig, (client) =>
        client.query(`update accounts.accounts set roles = $1 where email = $2`, [JSON.stringify([]), account.email]).catch(() =>
          client.query(`update accounts.accounts set roles = '{}' where email = $1`, [account.email]),
        ),
      );
      check.that(changed === 1, "the role was not taken away");
      const { body } = await rig.send({ method: "POST", path: "/auth/refresh", body: { refreshToken: before.refreshToken } });
      const rolesIn = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString("utf8"));
      check.that(rolesIn(body.accessToken).roles.length === 0, "the next token still has the role");
      const { iat, exp } = rolesIn(before.accessToken);
      check.that(exp - iat <= rig.tokens.life, `the last token is good for ${exp - iat} s more, and ${rig.tokens.life} s are documented`);
    },
  },
  {
    id: "B12",
    title: "passwords are not tried for ever, and strangers tell nothing",
    run: async (rig, check) => {
      const account = await registered(rig);
      if (account === null) check.notApplicable("nobody logs in with a password");
      const guess = (email) => rig.send({ method: "POST", path: "/auth/login", body: { email, password: `wrong ${randomUUID()}` } });
      const answers = [];
      for (let index = 0; index < 100; index += 1) answers.push(await guess(account.email));
      const limited = answers.filter(({ status }) => status === 429);
      check.that(limited.length >= 85, `${limited.length} of 100 guesses were stopped`);
      for (const { headers } of limited) check.that(Number(headers["retry-after"]) > 0, "429 without Retry-After");
      const times = { known: [], unknown: [] };
      const ratios = [];
      for (let attempt = 0; attempt < 6 && !ratios.some(isAlike); attempt += 1) {
        const known = await Promise.all(Array.from({ length: 3 }, () => registered(rig)));
        ratios.push(await compared(known, guess, check, times));
      }
      check.that(ratios.some(isAlike), `a known address takes ${ratios.map((ratio) => ratio.toFixed(3))} times as long as an unknown one`);
    },
  },
  {
    id: "B13",
    title: "who asks too often waits, and nobody else",
    run: async (rig, check) => {
      const { api, services } = rig.spec;
      const limits = [api, ...Object.values(services).map((service) => service.api)].filter((one) => one?.rateLimit !== undefined);
      if (limits.length === 0) check.notApplicable("the spec limits nobody");
      await asksTooOften(rig, check);
      await asksForMuchAtOnce(rig, check);
    },
  },
  {
    id: "B14",
    title: "the way between services is guarded, too",
    run: async (rig, check) => {
      await forged(rig, check);
      const others = unitsOf(rig.folder).filter(({ environment }) => environment["PORT"] !== new URL(rig.system.url).port);
      if (others.length === 0 && check.result().count === 0) check.notApplicable("one process answers everything, and nobody hears of anything");
      for (const { name, environment } of others) {
        const url = `http://127.0.0.1:${environment["PORT"]}`;
        await each(rig.guarded, async ({ method, name: route, template }) => {
          const path = template.replaceAll(/\{\w+\}/g, randomUUID());
          const { status } = await fetch(url + path, { method });
          check.that([401, 404].includes(status), `${name}: ${route} gave ${status}`);
        });
        for (const path of callPaths(rig.folder)) {
          const call = async (headers) =>
            (await fetch(url + path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: "{}" })).status;
          const statuses = [await call({}), await call(bearer(good(rig))), await call(bearer("x"))];
          check.that(statuses.every((status) => [401, 403, 404].includes(status)), `${name}: ${path} gave ${statuses}`);
        }
      }
    },
  },
];
