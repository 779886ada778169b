// Requests that must succeed, made from the document alone; rows turn each into one that must not.
import { randomUUID } from "node:crypto";
import { filled } from "./routes.mjs";
import { createValues } from "./values.mjs";

export { misfitOf } from "./values.mjs";

const camel = (name) => name.charAt(0).toLowerCase() + name.slice(1);

/** Rows to point at, made when they are wanted. @param validOf gives a request that a route takes */
function createRows(rig, validOf) {
  const { spec, routes } = rig;
  const rows = new Map();
  const creatorOf = (service, entity) =>
    routes.find((one) => one.service === service && one.entity === entity && one.action === "create");
  /** Whose row it is, where that is not the tenant that all others are in. */
  const owners = new Map();

  const create = async (route, changes = {}) => {
    const request = await validOf(route);
    const answer = await rig.send({ ...request, ...changes, body: { ...request.body, ...changes.body } });
    if (answer.status !== 201) throw new Error(`${route.name} of what it describes gave ${answer.status} ${answer.text}`);
    owners.set(answer.body.id, request.token);
    return answer.body;
  };

  /** A row to point at, the same each time. */
  const rowOf = (route) => {
    if (!rows.has(route.name)) rows.set(route.name, create(route));
    return rows.get(route.name);
  };

  const entityNamed = (service, name) =>
    spec.entities.filter(({ entity }) => camel(entity) === name).sort((a) => (a.service === service ? -1 : 1))[0];

  const idFor = async (schema, { service, name, field, entity }) => {
    const target = spec.targetOf(service, field) ?? entityNamed(service, name);
    // The first of its kind has none before it.
    if (target?.entity === entity && [schema.type].flat().includes("null")) return null;
    const route = target && creatorOf(target.service, target.entity);
    return route ? (await rowOf(route)).id : randomUUID();
  };

  return { owners, create, rowOf, creatorOf, idFor };
}

/** @param rig its routes, spec and client, and the token of somebody who may do all */
export function createSamples(rig) {
  const { spec, routes } = rig;
  const { owners, create, rowOf, creatorOf, idFor } = createRows(rig, (route) => valid(route));
  const objectFor = createValues(spec, idFor);
  const creatorAt = (template) => routes.find((one) => one.method === "POST" && one.template === template && one.action === "create");

  /** A tenant is created once, by somebody who is in it. */
  const beginsTenant = (route) => route.action === "create" && spec.tenancy?.by === `${route.service}.${route.entity}`;

  const bodyFor = (route) =>
    route.body === null
      ? undefined
      : objectFor(route.body, { service: route.service, fields: spec.fieldsOf(route.service, route.entity), entity: route.entity });

  /** A row of its own behind the first id of a path; null where none can be made. */
  const subjectOf = async (route) => {
    const [before] = route.template.split(/\/\{/);
    const creator = before === route.template ? undefined : creatorAt(before);
    if (creator !== undefined) return create(creator);
    const list = routes.find((one) => one.method === "GET" && one.template === before);
    if (list === undefined) return null;
    const answer = await rig.send({ method: "GET", path: before, token: rig.operator(), route: list.name });
    return answer.body?.items?.[0] ?? null;
  };

  /** All that a route wants: its path, its headers and its body, about a row that was made for it. */
  const valid = async (route) => {
    const subject = route.path.length === 0 ? null : await subjectOf(route);
    const ids = Object.fromEntries(route.path.map(({ name }, index) => [name, index === 0 && subject ? subject.id : randomUUID()]));
    const headers = {};
    for (const { name, required } of route.headers) {
      if (name === "If-Match") headers["if-match"] = `"${subject?.version ?? 1}"`;
      else if (name === "Idempotency-Key") headers["idempotency-key"] = randomUUID();
      else if (required) headers[name.toLowerCase()] = "x";
    }
    const token = route.open ? undefined : beginsTenant(route) ? rig.operator(randomUUID()) : (owners.get(subject?.id) ?? rig.operator());
    return { method: route.method, path: filled(route.template, ids), headers, body: await bodyFor(route), route: route.name, subject, token };
  };

  return { valid, rowOf, create, creatorOf, bodyFor };
}
