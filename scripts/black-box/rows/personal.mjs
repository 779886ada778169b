// What the system holds about somebody: handed out whole, and gone when it is erased, whether the operator does so or they themselves.
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { excerpt } from "../rig/check.mjs";
import { databasesOf } from "../rig/database.mjs";
import { misfitOf } from "../rig/samples.mjs";
import { unitsOf } from "../rig/system.mjs";
import { logIn, registered } from "./authentication.mjs";

const SECRET = ["personal", "regulated"];

/** What an erasure does not reach, as the manual says: what queues carry and retain. */
const CARRIED = ["_outbox", "message", "handled", "dead_letter"];

/** The command as whoever runs the system gives it, where its units run. */
function privacy(rig, ...args) {
  const unit = unitsOf(rig.folder).find(({ environment }) => environment["DATABASE_URL"] !== undefined);
  const { NODE_CHANNEL_FD: _channel, NODE_CHANNEL_SERIALIZATION_MODE: _mode, ...env } = unit.environment;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "src/apps/privacy.ts", ...args], { cwd: rig.folder, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`privacy ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** Entities whose rows are about somebody and can be made over the API, those that others refer to first: each with the field that says about whom. */
function aboutPeople(rig) {
  const of = Object.entries(rig.spec.services).flatMap(([service, { entities = {} }]) =>
    Object.entries(entities).flatMap(([entity, { subject, fields }]) => {
      const route = rig.samples.creatorOf(service.replaceAll("-", "_"), entity);
      return subject === undefined || route === undefined ? [] : [{ service, entity, subject, fields, route, target: rig.spec.targetOf(service, fields[subject]) }];
    }),
  );
  return of.sort((a, b) => Number(a.target !== null) - Number(b.target !== null));
}

/** Texts that tell of a person, each one of its kind. */
const tellingTexts = ({ fields, route }) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const [schema, text] = [route.body.properties?.[name], randomUUID()];
      return SECRET.includes(field.sensitivity) && schema !== undefined && misfitOf(schema, text) === null ? [[name, text]] : [];
    }),
  );

/** One of each for a user. @returns the ids, and the texts that tell of the user */
async function made(rig, user, tenant = rig.tenant) {
  const [ids, texts, rows] = [[], [], new Map()];
  for (const about of aboutPeople(rig)) {
    const whose = about.target === null ? user : rows.get(about.target.entity);
    const telling = tellingTexts(about);
    // Where a row names the one that it is about besides its user, both are the same person.
    const others = Object.keys(about.fields).flatMap((name) => {
      const target = rig.spec.targetOf(about.service, about.fields[name]);
      return target !== null && rows.has(target.entity) ? [[name, rows.get(target.entity)]] : [];
    });
    const { id } = await rig.samples.create(about.route, { token: rig.operator(tenant), body: { ...Object.fromEntries(others), [about.subject]: whose, ...telling } });
    rows.set(about.entity, id);
    ids.push(id);
    texts.push(...Object.values(telling));
  }
  return { user, tenant, ids, texts };
}

/** Tables that still hold one of the texts, whatever they are called. */
async function holding(rig, texts) {
  const found = [];
  for (const { client } of await databasesOf(rig)) {
    const { rows } = await client.query("select table_schema as schema, table_name as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')");
    for (const { schema, name } of rows.filter((table) => !CARRIED.includes(table.name))) {
      const { rows: held } = await client.query(`select count(*)::int as count from "${schema}"."${name}" t where exists (select 1 from unnest($1::text[]) as one where strpos(t::text, one) > 0)`, [texts]);
      if (held[0].count > 0) found.push(`${schema}.${name}`);
    }
  }
  return found;
}

const withoutTime = (text) => JSON.stringify({ ...JSON.parse(text), exportedAt: null });

async function handedOutAndGone(rig, check) {
  if (aboutPeople(rig).length === 0) check.notApplicable("the spec says of no entity whose personal data it is");
  const [one, other] = [await made(rig, randomUUID()), await made(rig, randomUUID())];
  check.that(one.ids.length > 0 && one.texts.length > 0, "nothing tells of a person");
  const copy = privacy(rig, "export", "--user", one.user);
  for (const value of [...one.ids, ...one.texts]) check.that(copy.includes(value), `${value} is not in the copy`);
  for (const value of [...other.ids, ...other.texts, other.user]) check.that(!copy.includes(value), `${value} of another is in the copy`);
  const before = privacy(rig, "export", "--user", other.user);
  privacy(rig, "erase", "--user", one.user);
  const left = privacy(rig, "export", "--user", one.user);
  for (const value of one.texts) check.that(!left.includes(value), `${value} can still be read`);
  const tables = await holding(rig, one.texts);
  check.that(tables.length === 0, `it is still in ${tables}`);
  check.that((await holding(rig, other.texts)).length > 0, "of another nothing is found either");
  check.that(withoutTime(privacy(rig, "export", "--user", other.user)) === withoutTime(before), "what is held about another has changed");
}

/** What a user may ask about themselves, with a token of theirs. */
const asThemselves = (rig, { user, tenant }, roles = [rig.spec.operator, ...rig.spec.seers]) => {
  const token = rig.as(roles, { user, tenant });
  return {
    copy: () => rig.send({ path: "/me/data", token, route: "GET /me/data" }),
    erase: (body) => rig.send({ method: "POST", path: "/me/erasure", token, body, route: "POST /me/erasure" }),
  };
};

const sameBut = ({ exportedAt: _at, ...rest }) => JSON.stringify(rest);

/** Each is told what is theirs, whole, and nothing of the others. */
async function toldTheirOwn(rig, check, people) {
  for (const one of people) {
    const { status, text, body } = await asThemselves(rig, one).copy();
    check.that(status === 200 && body.user === one.user, `GET /me/data gave ${status} for ${body?.user}`);
    for (const value of [...one.ids, ...one.texts]) check.that(text.includes(value), `${value} is not in what its user is told`);
    const others = people.filter((other) => other !== one).flatMap(({ user, ids, texts }) => [user, ...ids, ...texts]);
    for (const value of others) check.that(!text.includes(value), `${value} of another is told`);
    const blind = await asThemselves(rig, one, []).copy();
    const kept = rig.spec.keptFields.filter(({ field }) => blind.text.includes(`"${field}":`));
    check.that(blind.status === 200 && kept.length === 0, () => `who has no role is told ${kept.map(({ field }) => field)}: ${excerpt(blind)}`);
  }
}

/** What confirms nothing erases nothing: no word, another's word, another's token. */
async function notUnconfirmed(rig, check, one, rival) {
  const before = sameBut((await asThemselves(rig, one).copy()).body);
  const unsure = { "no word": [one, {}, 422], "an empty word": [one, { confirm: "" }, 422], "another's id": [one, { confirm: rival.user }, 403], "a rival's token": [rival, { confirm: one.user }, 403] };
  for (const [what, [who, body, status]] of Object.entries(unsure)) {
    const answer = await asThemselves(rig, who).erase(body);
    check.that(answer.status === status, () => `POST /me/erasure with ${what}: ${excerpt(answer)}`);
  }
  check.that(sameBut((await asThemselves(rig, one).copy()).body) === before, "what was not confirmed has erased something");
}

/** Erases one, twice at once and once more, while others ask; those are told the same as before. */
async function erasedAmidst(rig, check, one, others) {
  const told = (other) => asThemselves(rig, other).copy().then(({ body }) => sameBut(body));
  const before = await Promise.all(others.map(told));
  const mine = asThemselves(rig, one);
  const both = [mine.erase({ confirm: one.user }), mine.erase({ confirm: one.user })];
  const amidst = await Promise.all(others.flatMap((other) => [told(other), asThemselves(rig, other).erase({ confirm: one.user }), told(other)]));
  for (const answer of [...(await Promise.all(both)), await mine.erase({ confirm: "again" })]) {
    check.that(answer.status === 202, () => `erased: ${excerpt(answer)}`);
  }
  check.that(amidst.filter(({ status }) => status === 403).length === others.length, "a rival's word was taken in the midst of it");
  const after = await Promise.all(others.map(told));
  const alike = amidst.filter((answer) => typeof answer === "string").every((text) => before.includes(text)) && after.every((text, index) => text === before[index]);
  check.that(alike, "others are told something else than before");
}

/** Nothing of somebody is in any answer, copy or table. */
async function isNowhere(rig, check, { texts, ...one }) {
  const lists = rig.guarded.filter(({ method, path, action }) => method === "GET" && path.length === 0 && action === "list");
  const reads = rig.guarded.filter(({ method, action }) => method === "GET" && action === "get").flatMap((route) => one.ids.map((id) => ({ route, path: route.template.replace("{id}", id) })));
  const asked = [...lists.map((route) => ({ route, path: `${route.template}?limit=100&sort=-createdAt` })), ...reads];
  const answers = await Promise.all(asked.map(({ route, path }) => rig.send({ path, token: rig.operator(one.tenant), route: route.name })));
  check.that(answers.some(({ status }) => status === 200), "no answer was looked into");
  for (const answer of [...answers, await asThemselves(rig, one).copy()]) {
    check.that(!texts.some((text) => answer.text.includes(text)), () => `${answer.route} still tells of who was erased: ${excerpt(answer)}`);
  }
  const copy = privacy(rig, "export", "--user", one.user);
  check.that(!texts.some((text) => copy.includes(text)), "the operator's copy still tells of who was erased");
  const tables = await holding(rig, texts);
  check.that(tables.length === 0, `it is still in ${tables}`);
}

/** Who has a password confirms with it; then there is nobody any more who could log in. */
async function endsAccount(rig, check) {
  const account = await registered(rig);
  if (account === null) return;
  const { accessToken: token, refreshToken } = await logIn(rig, account);
  const user = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString("utf8")).sub;
  const erase = (confirm) => rig.send({ method: "POST", path: "/me/erasure", token, body: { confirm }, route: "POST /me/erasure" });
  for (const confirm of [user, `wrong ${randomUUID()}`]) {
    const answer = await erase(confirm);
    check.that(answer.status === 403, () => `confirmed without the password: ${excerpt(answer)}`);
  }
  const again = await rig.send({ method: "POST", path: "/auth/refresh", body: { refreshToken } });
  check.that(again.status === 200, () => `who confirmed nothing is logged out: ${excerpt(again)}`);
  const answer = await erase(account.password);
  check.that(answer.status === 202, () => `confirmed with the password: ${excerpt(answer)}`);
  // Looked at before anybody tries the address again, which is counted.
  const tables = await holding(rig, [account.email]);
  check.that(tables.length === 0, `its address is still in ${tables}`);
  for (const [path, body] of [["/auth/login", account], ["/auth/refresh", { refreshToken: again.body.refreshToken }]]) {
    const { status } = await rig.send({ method: "POST", path, body });
    check.that(status === 401, `${path} of an account that ended gave ${status}`);
  }
}

async function byThemselves(rig, check) {
  if (rig.spec.auth?.ownData !== true) check.notApplicable("the spec gives users no way to ask or erase by themselves");
  const tenants = [rig.tenant, rig.tenant, ...(rig.spec.tenancy === undefined ? [] : [randomUUID()])];
  const people = [];
  for (const tenant of tenants) people.push(await made(rig, randomUUID(), tenant));
  const [one, ...others] = people;
  check.that(one.ids.length > 0 && one.texts.length > 0, "nothing tells of a person");
  await toldTheirOwn(rig, check, people);
  for (const rival of others) await notUnconfirmed(rig, check, one, rival);
  await erasedAmidst(rig, check, one, others);
  await isNowhere(rig, check, one);
  await toldTheirOwn(rig, check, others);
  for (const other of others) check.that((await holding(rig, other.texts)).length > 0, "of another nothing is found either");
  await endsAccount(rig, check);
}

export default [
  { id: "B57", title: "what is held about somebody is handed out whole, and goes", run: handedOutAndGone },
  { id: "B61", title: "users are told what is held about them, and erase it, and reach nobody else", run: byThemselves },
];
