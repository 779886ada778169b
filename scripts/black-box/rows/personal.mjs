// What the system holds about somebody: handed out whole, and gone when it is erased.
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { databasesOf } from "../rig/database.mjs";
import { misfitOf } from "../rig/samples.mjs";
import { unitsOf } from "../rig/system.mjs";

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
async function made(rig, user) {
  const [ids, texts, rows] = [[], [], new Map()];
  for (const about of aboutPeople(rig)) {
    const whose = about.target === null ? user : rows.get(about.target.entity);
    const telling = tellingTexts(about);
    // Where a row names the one that it is about besides its user, both are the same person.
    const others = Object.keys(about.fields).flatMap((name) => {
      const target = rig.spec.targetOf(about.service, about.fields[name]);
      return target !== null && rows.has(target.entity) ? [[name, rows.get(target.entity)]] : [];
    });
    const { id } = await rig.samples.create(about.route, { body: { ...Object.fromEntries(others), [about.subject]: whose, ...telling } });
    rows.set(about.entity, id);
    ids.push(id);
    texts.push(...Object.values(telling));
  }
  return { user, ids, texts };
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

export default [{ id: "B57", title: "what is held about somebody is handed out whole, and goes", run: handedOutAndGone }];
