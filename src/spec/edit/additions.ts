import type { Json } from "../../model/architecture.ts";
import type { Addition } from "./add.ts";
import { fieldsFrom, listFrom, numberFrom, typeFrom } from "./values.ts";

/** What can be added. */
export type KindName = "service" | "entity" | "type" | "field" | "operation" | "event" | "reaction" | "call" | "job" | "queue" | "role" | "grant" | "policy";

/** What is said of a thing that is added, beside its name. */
export type DetailName = "type" | "fields" | "description" | "owner" | "entity" | "api" | "http" | "kind" | "takes" | "answers" | "errors" | "emits" | "uses" | "idempotency" | "by" | "event" | "operation" | "timeout" | "retries" | "do" | "cron" | "zone" | "carries" | "broker" | "attempts" | "orderBy" | "may" | "extends" | "if" | "expression";
export type Details = { readonly [Name in DetailName]?: string };

/** What is to be put into the spec; or the flag that says nothing usable, and why. */
export type Additions = readonly Addition[] | { readonly flag: DetailName; readonly fault: string };

type Build = (name: readonly string[], details: Details) => Additions;

/** For each kind what its name and its details mean in a spec. */
export const additionsFor: Readonly<Record<KindName, Build>> = {
  service: ([service = ""], details) =>
    withFields("fields", details, (fields) => {
      const { entity, api } = details;
      const entities = entity === undefined ? undefined : { [entity]: { fields } };
      const resources = entity === undefined || api === undefined ? undefined : { resources: { [entity]: actionsFrom(api) } };
      return [{ at: ["services", service], value: known({ ...texts(details, "description", "owner"), entities, api: resources }) }];
    }),
  entity: ([service = "", entity = ""], details) =>
    withFields("fields", details, (fields) => [
      { at: ["services", service, "entities", entity], value: known({ ...texts(details, "description"), fields }) },
      ...(details.api === undefined ? [] : [{ at: ["services", service, "api", "resources", entity], value: actionsFrom(details.api) }]),
    ]),
  type: ([service = "", type = ""], details) => withFields("fields", details, (fields) => [{ at: ["services", service, "types", type], value: fields }]),
  field: ([service = "", entity = "", field = ""], { type = "" }) => {
    const value = typeFrom(type);
    return value === null ? { flag: "type", fault: `\`${type}\` is no map.` } : [{ at: ["services", service, "entities", entity, "fields", field], value }];
  },
  operation: ([service = "", operation = ""], details) =>
    withFields("takes", details, (input) =>
      withFields("answers", details, (output) => {
        const lists = { errors: listed(details.errors), emits: emitted(details.emits), uses: listed(details.uses) };
        const value = { ...texts(details, "description", "http", "kind"), input: some(input), output: some(output), ...lists, ...texts(details, "timeout", "idempotency") };
        return [{ at: ["services", service, "operations", operation], value: known(value) }];
      }),
    ),
  event: ([service = "", event = ""], details) =>
    withFields("fields", details, (fields) => [
      { at: ["services", service, "events", event], value: known({ ...texts(details, "description"), fields }) },
      ...(details.by === undefined ? [] : [{ at: ["services", service, "operations", details.by, "emits"], value: event, joins: true }]),
    ]),
  reaction: ([service = "", operation = ""], { event = "" }) => [{ at: ["services", service, "reacts", event], value: operation, joins: true }],
  call: ([service = ""], details) => {
    const [target = "", ...operation] = (details.operation ?? "").split(".");
    const at = ["services", service, "calls", target];
    const options = [
      ...(details.timeout === undefined ? [] : [{ at: [...at, "timeout"], value: details.timeout }]),
      ...(details.retries === undefined ? [] : [{ at: [...at, "retries"], value: numberFrom(details.retries) }]),
    ];
    return [{ at: [...at, "operations"], value: operation.join("."), joins: true, alwaysList: true }, ...options];
  },
  job: ([service = "", job = ""], details) => [{ at: ["services", service, "jobs", job], value: known(texts(details, "do", "cron", "zone")) }],
  queue: ([queue = ""], details) => {
    const attempts = details.attempts === undefined ? undefined : numberFrom(details.attempts);
    return [{ at: ["queues", queue], value: known({ carries: listed(details.carries), ...texts(details, "broker"), attempts, ...texts(details, "orderBy") }) }];
  },
  role: ([role = ""], details) => [{ at: ["auth", "roles", role], value: known({ extends: listed(details.extends), may: listed(details.may) }) }],
  grant: ([role = ""], details) => {
    const at = role === "anonymous" ? ["auth", "anonymous", "may"] : ["auth", "roles", role, "may"];
    const { if: policy } = details;
    return listFrom(details.may ?? "").map((operation) => ({ at, value: policy === undefined ? operation : { do: [operation], if: policy }, joins: true, alwaysList: true }));
  },
  policy: ([policy = ""], { expression = "" }) => [{ at: ["auth", "policies", policy], value: expression, quoted: true }],
};

function withFields(flag: "fields" | "takes" | "answers", details: Details, build: (fields: { readonly [name: string]: Json }) => Additions): Additions {
  const fields = fieldsFrom(details[flag] ?? "");
  return typeof fields === "string" ? { flag, fault: fields } : build(fields);
}

const actionsFrom = (api: string): Json => (api === "all" ? ["list", "get", "create", "update", "delete"] : listFrom(api));

const listed = (text: string | undefined): Json | undefined => (text === undefined ? undefined : listFrom(text));

const some = (fields: { readonly [name: string]: Json }): Json | undefined => (Object.keys(fields).length === 0 ? undefined : fields);

/** One event stands as its name alone. */
function emitted(text: string | undefined): Json | undefined {
  const [only, ...others] = listFrom(text ?? "");
  return others.length === 0 ? only : listed(text);
}

const texts = (details: Details, ...names: readonly DetailName[]): Record<string, Json | undefined> => Object.fromEntries(names.map((name) => [name, details[name]]));

/** Without what is not said. */
function known(value: Record<string, Json | undefined>): Json {
  const said: Record<string, Json> = {};
  for (const [key, one] of Object.entries(value)) if (one !== undefined) said[key] = one;
  return said;
}
