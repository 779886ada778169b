import type { Architecture, Entity, Field, Service, Type } from "../../model/architecture.ts";
import { needsOf } from "../platform/needs.ts";
import { camel, pascal, render } from "../render/index.ts";
import { arrayOf, callOf, line, objectOf, type Source } from "../service/code/layout.ts";
import { ANYONE, type Caller, type Callers, callersOf } from "../tests/callers.ts";
import { type Creation, creationsOf, inputFields } from "../tests/creations.ts";

/** The command that creates one row of each entity that the API creates, each after those that it refers to. */
export const seedFile = (architecture: Architecture): string => {
  const { accounts } = needsOf(architecture);
  const callers = callersOf(architecture);
  const { all } = creationsOf(architecture, callers);
  const rows = all.map((creation, index) => rowOf(creation, all.slice(0, index), architecture, all.slice(index + 1)));
  if (rows.length === 0) return 'console.error("There is nothing that the API creates.");\n';
  const code = rows.join("\n");
  return render("monolith/src/apps/seed.ts.hbs", {
    accounts,
    tenants: architecture.tenancy !== null,
    listed: listOf(all, callers, accounts),
    foreign: code.includes("randomUUID()"),
    rows,
  });
};

/** The arguments that ask for the first list that shows whether there is data: its path and who may see all of it; null where there is none. */
const listOf = (all: readonly Creation[], callers: Callers, accounts: boolean): string | null => {
  for (const { service, entity, path } of all) {
    const lists = service.api.resources.some((one) => one.entity === entity.name && one.actions.some(({ action }) => action === "list"));
    const caller = lists ? callers.one(`${service.name}.${entity.name}.list`) : null;
    if (caller !== null) return [JSON.stringify(path), ...(accounts ? [roleOf(caller)] : [])].join(", ");
  }
  return null;
};

const roleOf = (caller: Caller): string => (caller === ANYONE ? "null" : JSON.stringify(caller));

const variableOf = ({ service, entity }: Creation): string => `${camel(service.name)}${pascal(entity.name)}`;

const rowOf = (creation: Creation, before: readonly Creation[], architecture: Architecture, after: readonly Creation[]): string => {
  const input = inputOf(creation.entity, creation.service, before);
  const args: readonly Source[] = [JSON.stringify(creation.path), input, ...(needsOf(architecture).accounts ? [roleOf(creation.caller)] : [])];
  const used = after.some((other) => refersTo(inputOf(other.entity, other.service, [creation]), variableOf(creation)));
  return line(2, used ? `const ${variableOf(creation)} = await ` : "await ", callOf("create", args), ";");
};

const refersTo = (source: Source, variable: string): boolean => JSON.stringify(source).includes(`"${variable}.id"`);

const inputOf = (entity: Entity, service: Service, before: readonly Creation[]): Source =>
  objectOf(inputFields(entity).map((field) => [field.name, sample(field, field.type, service, before)]));

/** A value that the schema of the field takes; a reference names the row that was created for it. */
const sample = (field: Field, type: Type, service: Service, before: readonly Creation[]): Source => {
  const idOf = (owner: string, entity: string): string | null => {
    const found = before.find((one) => one.service.name === owner && one.entity.name === entity);
    return found === undefined ? null : `${variableOf(found)}.id`;
  };
  switch (type.kind) {
    case "scalar": return scalar(field, type);
    case "enum": return JSON.stringify(type.values[0]);
    case "foreign": return idOf(type.service, type.entity) ?? "randomUUID()";
    case "entity": return idOf(service.name, type.entity) ?? "randomUUID()";
    case "set": return arrayOf([idOf(service.name, type.entity)].filter((id) => id !== null));
    case "list": return arrayOf(Array.from({ length: type.min ?? 1 }, () => sample(field, type.of, service, before)));
    case "children": {
      const child = service.entities.find((one) => one.name === type.entity);
      return arrayOf(child === undefined ? [] : [inputOf(child, service, before)]);
    }
    case "type": {
      const declared = service.types.find((one) => one.name === type.type)?.fields ?? [];
      return objectOf(declared.map((one) => [one.name, sample(one, one.type, service, before)]));
    }
  }
};

const scalar = (field: Field, { name, min, max }: Extract<Type, { kind: "scalar" }>): Source => {
  switch (name) {
    case "uuid": return "randomUUID()";
    case "int": return String(min ?? Math.min(1, max ?? 1));
    case "decimal": return JSON.stringify(String(min ?? Math.min(1, max ?? 1)));
    case "bool": return "false";
    case "money": return objectOf([["amount", '"10.00"'], ["currency", '"EUR"']]);
    case "date": return '"2026-01-31"';
    case "timestamp": return '"2026-01-31T12:00:00.000Z"';
    case "json": return "{}";
    case "email": return '"sample@example.com"';
    case "url": return '"https://example.com/sample"';
    case "bytes": return '"c2FtcGxl"';
    default: return JSON.stringify(`Sample ${field.name}`.slice(0, max).padEnd(min ?? 0, "."));
  }
};
