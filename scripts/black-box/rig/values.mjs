// Values that fit a schema, with the ids of rows that there are.
import { randomUUID } from "node:crypto";
import ajvModule from "ajv/dist/2020.js";
import formatsModule from "ajv-formats";

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

const textFor = (schema) => {
  const own = unique().padEnd(schema.minLength ?? 1, "x").slice(0, schema.maxLength ?? 200);
  for (const value of [...TEXTS.map((make) => make()), own]) if (misfitOf(schema, value) === null) return value;
  throw new Error(`no text fits ${JSON.stringify(schema)}`);
};

/**
 * @param spec what fields there are, and to what they point
 * @param idFor gives the id of a row for a schema and its place
 */
export function createValues(spec, idFor) {
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

  return objectFor;
}
