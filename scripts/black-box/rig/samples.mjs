// Requests that must succeed, made from the document alone; rows turn each into one that must not.
import { randomUUID } from "node:crypto";
import ajvModule from "ajv/dist/2020.js";
import formatsModule from "ajv-formats";
import { filled } from "./routes.mjs";

const ajv = new ajvModule.default({ strict: false, allErrors: true });
formatsModule.default(ajv);
const compiled = new Map();

/** What is wrong with a value by its schema; null where nothing is. */
export function misfitOf(schema, value) {
  const key = JSON.stringify(schema);
  if (!compiled.has(key)) compiled.set(key, ajv.compile(schema));
  const validate = compiled.get(key);
  return validate(value) ? null : ajv.errorsText(validate.errors);
}

const unique = () => randomUUID().slice(-12);

const TEXTS = [
  () => `text ${unique()}`,
  () => randomUUID(),
  () => `${unique()}@example.com`,
  () => "2026-01-31",
  () => "2026-01-31T12:00:00.000Z",
  () => "12.50",
  () => "EUR",
  () => `https://example.com/${unique()}`,
  () => "aGVsbG8=",
  () => unique(),
  () => "x",
];

const firstType = (schema) => [schema.type].flat()[0];
const isId = (schema) => schema.format === "uuid";
const camel = (name) => name.charAt(0).toLowerCase() + name.slice(1);

const textFor = (schema) => {
  const own = unique().padEnd(schema.minLength ?? 1, "x").slice(0, schema.maxLength ?? 200);
  for (const value of [...TEXTS.map((make) => make()), own]) if (misfitOf(schema, value) === null) return value;
  throw new Error(`no text fits ${JSON.stringify(schema)}`);
};

/** @param rig its routes, spec and client, and the token of somebody who may do all */
export function createSamples(rig) {
  const { spec, routes } = rig;
  const rows = new Map();
  const creatorOf = (service, entity) =>
    routes.find((one) => one.service === service && one.entity === entity && one.action === "create");
  const creatorAt = (template) => routes.find((one) => one.method === "POST" && one.template === template && one.action === "create");

  /** Whose row it is, where that is not the tenant that all others are in. */
  const owners = new Map();

  const create = async (route, changes = {}) => {
    const request = await valid(route);
    const answer = await rig.send({ ...request, ...changes, body: { ...request.body, ...changes.body } });
    if (answer.status !== 201) throw new Error(`${route.name} of what it describes gave ${answer.status} ${answer.text}`);
    owners.set(answer.body.id, request.token);
    return answer.body;
  };

  /** A tenant is created once, by somebody who is in it. */
  const beginsTenant = (route) => route.action === "create" && spec.tenancy?.by === `${route.service}.${route.entity}`;

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

  const valueFor = async (schema, place) => {
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return schema.enum[0];
    switch (firstType(schema)) {
      case "object":
        return objectFor(schema, place);
      case "array": {
        const count = Math.min(schema.maxItems ?? 1, Math.max(schema.minItems ?? 1, 1));
        return Promise.all(Array.from({ length: count }, () => valueFor(schema.items ?? {}, place)));
      }
      case "string":
        return isId(schema) ? idFor(schema, place) : textFor(schema);
      case "integer":
      case "number":
        // What may be none is what there is of something: plenty, so that others can take of it.
        return schema.minimum === 0 ? Math.min(schema.maximum ?? 1_000, 1_000) : Math.max(schema.minimum ?? 1, 1);
      case "boolean":
        return true;
      default:
        return null;
    }
  };

  const objectFor = async (schema, { service, fields, field, entity }) => {
    const target = field === undefined ? null : spec.targetOf(service, field);
    const inner = target === null ? fields : spec.fieldsOf(target.service, target.entity);
    const within = target?.service ?? service;
    const entries = [];
    for (const [name, one] of Object.entries(schema.properties ?? {})) {
      entries.push([name, await valueFor(one, { service: within, name, field: inner?.[name], fields: {}, entity: target?.entity ?? entity })]);
    }
    return Object.fromEntries(entries);
  };

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
