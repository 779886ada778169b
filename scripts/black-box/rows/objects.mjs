// Whose a row is, and what of it is shown.
import { randomUUID } from "node:crypto";
import { excerpt } from "../rig/check.mjs";
import { grantOf } from "../rig/grants.mjs";
import { filled } from "../rig/routes.mjs";
import { misfitOf } from "../rig/samples.mjs";

/** What two refusals say, but for the request that each names. */
const wordsOf = ({ status, body }) => {
  const { instance: _instance, ...words } = body ?? {};
  return JSON.stringify({ status, ...words });
};

const ofEntities = (rig) =>
  rig.routes.filter(({ action, entity, path }) => action === "create" && entity !== null && path.length === 0);

/** Every route to one row of what a route creates. */
const routesTo = (rig, creator) => rig.routes.filter(({ template }) => template.startsWith(`${creator.template}/{`));

const requestFor = async (rig, route, id, version, token) => ({
  method: route.method,
  path: filled(route.template, Object.fromEntries(route.path.map(({ name }, index) => [name, index === 0 ? id : randomUUID()]))),
  headers: {
    ...(route.headers.some(({ name }) => name === "If-Match") ? { "if-match": `"${version}"` } : {}),
    ...(route.headers.some(({ name }) => name === "Idempotency-Key") ? { "idempotency-key": randomUUID() } : {}),
  },
  body: await rig.samples.bodyFor(route),
  route: route.name,
  token,
});

/** Asks for a row that is there and for one that is not: a stranger must not be able to tell. */
async function hides(rig, check, route, row, stranger, who) {
  const asked = await rig.send(await requestFor(rig, route, row.id, row.version, stranger));
  const unknown = await rig.send(await requestFor(rig, route, randomUUID(), row.version, stranger));
  check.that(asked.status === 404, () => `${route.name} as ${who}: ${excerpt(asked)}`);
  check.that(wordsOf(asked) === wordsOf(unknown), () => `${route.name} as ${who}: ${excerpt(asked)} for what is there, ${excerpt(unknown)} for what is not`);
}

async function unchanged(rig, check, creator, row, token) {
  const read = routesTo(rig, creator).find(({ method, path, template }) => method === "GET" && path.length === 1 && template === `${creator.template}/{id}`);
  if (read === undefined) return;
  const answer = await rig.send({ method: "GET", path: `${creator.template}/${row.id}`, token, route: read.name });
  check.that(JSON.stringify(answer.body) === JSON.stringify(row), () => `${creator.template}: a stranger changed it: ${excerpt(answer)}`);
}

async function listed(rig, check, creator, row, token, who) {
  const list = rig.routes.find(({ method, template }) => method === "GET" && template === creator.template);
  if (list === undefined) return;
  const answer = await rig.send({ method: "GET", path: `${creator.template}?limit=100`, token, route: list.name });
  if (answer.status !== 200) return;
  check.that(!answer.text.includes(row.id), `${list.name} shows it to ${who}`);
}

/** `resource.owner == user.id` → `owner` */
const ownerIn = (policy) => /^resource\.(\w+) == user\.id$/.exec(policy ?? "")?.[1] ?? null;

export default [
  {
    id: "B15",
    title: "what a policy keeps for its owner",
    run: async (rig, check) => {
      const { spec } = rig;
      const policies = spec.auth?.policies ?? {};
      for (const creator of ofEntities(rig)) {
        for (const role of spec.roleNames) {
          const kept = routesTo(rig, creator).filter((route) => ownerIn(policies[grantOf(spec, role, route)]) !== null);
          if (kept.length === 0) continue;
          const field = ownerIn(policies[grantOf(spec, role, kept[0])]);
          const [owner, stranger] = [randomUUID(), randomUUID()];
          const row = await rig.samples.create(creator, { body: { [field]: owner } });
          for (const route of kept) await hides(rig, check, route, row, rig.as([role], { user: stranger }), `another ${role}`);
          await listed(rig, check, creator, row, rig.as([role], { user: stranger }), `another ${role}`);
          await unchanged(rig, check, creator, row, rig.operator());
          const read = kept.find(({ method }) => method === "GET");
          if (read === undefined) continue;
          const own = await rig.send(await requestFor(rig, read, row.id, row.version, rig.as([role], { user: owner })));
          check.that(own.status === 200, () => `${read.name} as its owner: ${excerpt(own)}`);
        }
      }
      if (check.result().count === 0) check.notApplicable("no grant of the spec depends on whose a row is");
    },
  },
  {
    id: "B16",
    title: "a tenant sees its own",
    run: async (rig, check) => {
      const { spec } = rig;
      if (spec.tenancy === undefined) check.notApplicable("the spec has no tenants");
      const shared = ({ service, entity }) => spec.services[service].entities[entity]?.tenant === "none";
      const other = randomUUID();
      for (const creator of ofEntities(rig).filter((route) => !shared(route))) {
        if (`${creator.service}.${creator.entity}` === spec.tenancy.by) continue;
        const row = await rig.samples.create(creator);
        const stranger = rig.operator(other);
        for (const route of routesTo(rig, creator)) await hides(rig, check, route, row, stranger, "another tenant");
        await listed(rig, check, creator, row, stranger, "another tenant");
        for (const name of ["x-tenant-id", "x-tenant", "tenant"]) {
          const read = await rig.send({ path: `${creator.template}/${row.id}`, headers: { [name]: rig.tenant }, token: stranger });
          check.that([404, 405].includes(read.status), () => `${creator.template}, ${name}: ${excerpt(read)}`);
        }
        const body = await rig.samples.bodyFor(creator);
        const placed = await rig.send({ method: "POST", path: creator.template, body: { ...body, tenant: rig.tenant }, token: stranger, route: creator.name });
        check.that(placed.status === 422, () => `${creator.name}, a tenant in the body: ${excerpt(placed)}`);
        await unchanged(rig, check, creator, row, rig.operator());
      }
    },
  },
  {
    id: "B19",
    title: "ids cannot be counted",
    run: async (rig, check) => {
      for (const creator of ofEntities(rig)) {
        const ids = [];
        for (let index = 0; index < 3; index += 1) ids.push((await rig.samples.create(creator)).id);
        for (const id of ids) check.that(/^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), `${creator.name}: ${id}`);
        const tails = ids.map((id) => BigInt(`0x${id.slice(-12)}`));
        check.that(tails[1] - tails[0] !== tails[2] - tails[1], `${creator.name} counts: ${ids}`);
      }
      if (check.result().count === 0) check.notApplicable("nothing is created");
    },
  },
  {
    id: "B20",
    title: "steps in their order",
    run: async (rig, check) => {
      for (const creator of ofEntities(rig)) await steps(rig, check, creator);
      if (check.result().count === 0) check.notApplicable("nothing that is created has steps");
    },
  },
];

/** `draft | placed -> cancelled` → its two ends. */
const endsOf = (text) => {
  const [from = "", to = ""] = text.split("->");
  return { from: from.split("|").map((one) => one.trim()), to: to.trim() };
};

async function steps(rig, check, creator) {
  const transitions = rig.spec.services[creator.service].entities[creator.entity]?.transitions ?? {};
  for (const [field, moves] of Object.entries(transitions)) {
    const initial = (await rig.samples.create(creator))[field];
    for (const [action, text] of Object.entries(moves)) {
      const route = routesTo(rig, creator).find(({ template }) => template.endsWith(`}/${kebab(action)}`));
      if (route === undefined) continue;
      const { from } = endsOf(text);
      const row = await rig.samples.create(creator);
      const move = async () => {
        const { body } = await rig.send({ path: `${creator.template}/${row.id}`, token: rig.operator() });
        return rig.send(await requestFor(rig, route, row.id, body?.version ?? row.version, rig.operator()));
      };
      if (from.includes(initial)) {
        const first = await move();
        check.that(first.status < 300, () => `${route.name} of ${initial}: ${excerpt(first)}`);
        if (from.includes(endsOf(text).to)) continue;
      }
      const refused = await move();
      check.that(refused.status === 409, () => `${route.name} out of its turn: ${excerpt(refused)}`);
    }
  }
}

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const SECRET = /password|secret|hash|sealed|private|token/i;
const keysOf = (value) =>
  Array.isArray(value) ? value.flatMap(keysOf) : typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, one]) => [key, ...keysOf(one)]) : [];

/** A field that some roles see is not in what others get, nor do they write it. */
async function kept(rig, check) {
  for (const { service, entity, field, visibleTo } of rig.spec.keptFields) {
    const creator = ofEntities(rig).find((route) => route.service === service.replaceAll("-", "_") && route.entity === entity);
    if (creator === undefined || visibleTo.includes(rig.spec.operator)) continue;
    const row = await rig.samples.create(creator);
    const blind = rig.as([rig.spec.operator]);
    const read = await rig.send({ path: `${creator.template}/${row.id}`, token: blind });
    check.that(read.status === 200 && !(field in read.body), () => `${field} of ${entity} is shown: ${excerpt(read)}`);
    const body = await rig.samples.bodyFor(creator);
    if (body[field] === undefined) continue;
    const written = await rig.send({ method: "POST", path: creator.template, body, token: blind, route: creator.name });
    check.that(written.status === 403, () => `${field} of ${entity} is written: ${excerpt(written)}`);
  }
}

/** Judges every answer that the others met, so they run when all others have. */
export const last = [
  {
    id: "B18",
    title: "no field comes out that is not described",
    run: async (rig, check) => {
      await kept(rig, check);
      for (const route of rig.routes) {
        for (const answer of rig.answers.filter((one) => one.route === route.name && one.status < 300 && one.body !== null)) {
          const schema = route.responses[answer.status]?.content?.["application/json"]?.schema;
          if (schema === undefined) continue;
          const misfit = misfitOf(schema, answer.body);
          check.that(misfit === null, `${route.name} answers what it does not describe: ${misfit}`);
          if (route.service === "accounts") continue;
          const secret = keysOf(answer.body).find((key) => SECRET.test(key) || key.startsWith("_"));
          check.that(secret === undefined, `${route.name} shows ${secret}`);
        }
      }
    },
  },
  {
    id: "B48",
    title: "every status is one that the route documents",
    run: async (rig, check) => {
      for (const route of rig.routes) {
        for (const answer of rig.answers.filter((one) => one.route === route.name && one.status < 500)) {
          // What HTTP itself refuses before there is a route: what it refuses is no request for one.
          if ([304, 405, 408, 414, 431].includes(answer.status)) continue;
          check.that(route.responses[answer.status] !== undefined, `${route.name} answers ${answer.status}, and does not say so`);
        }
      }
    },
  },
];
