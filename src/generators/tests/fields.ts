import { type Restricted, restrictedOperations } from "../access/fields.ts";
import { accessMatrix } from "../access/matrix.ts";
import type { Architecture, Resource, Service } from "../../model/architecture.ts";
import { resourcePath } from "../paths.ts";
import { render, typescriptString } from "../render/index.ts";
import { ANYONE, type Caller } from "./callers.ts";
import { array, type Code, layOut, object, text } from "./code.ts";
import type { Creations } from "./creations.ts";
import { ownersOf } from "./owners.ts";

/** `test/fields.test.ts`: every field that not everybody sees against every role; null where there is none to try. */
export const fieldsTest = (architecture: Architecture, creations: Creations): string | null => {
  const found = architecture.services.flatMap((service) =>
    service.api.resources.flatMap((resource) => restrictedRows(service, resource, architecture, creations)));
  if (found.length === 0) return null;
  return render("tests/test/fields.test.ts.hbs", {
    restricted: found.map(({ name, about }) => `restricted(${typescriptString(name)}, ${layOut(about, 0, 16 + name.length)});`),
    owners: found.some(({ hasOwners }) => hasOwners),
    samples: [...new Set(found.map((one) => one.input))].sort().join(", "),
  });
};

interface Rows {
  readonly name: string;
  readonly input: string;
  readonly about: Code;
  readonly hasOwners: boolean;
}

const restrictedRows = (service: Service, resource: Resource, architecture: Architecture, creations: Creations): readonly Rows[] => {
  const target = `${service.name}.${resource.entity}`;
  const creation = creations.find(service.name, resource.entity);
  const operations = restrictedOperations(architecture);
  const named = (action: string) => operations.find(({ operation }) => operation === `${target}.${action}`);
  const answer = (named("create") ?? named("get"))?.answer ?? [];
  if (creation === undefined || answer.length === 0) return [];
  const given = (action: string): Code => seers(named(action)?.input ?? [], "body");
  const asked = named("list")?.input ?? [];
  const sorts = asked.flatMap(({ seenBy, values }) => (values === undefined ? [] : [{ at: ["sort", ...values.slice(0, 1)], seenBy }]));
  const may = (action: string): readonly [string, Code] => [action, texts(resource.actions.some((one) => one.action === action) ? always(architecture, `${target}.${action}`) : [])];
  const owners = OWN.map((action) => [action, resource.actions.some((one) => one.action === action) ? ownersOf(architecture, service, resource.entity, action) : []] as const);
  const hasOwners = owners.some(([, roles]) => roles.length > 0);
  const about = object([
    ["path", text(resourcePath(service, { name: resource.entity }, architecture))],
    ["by", text(creation.caller)],
    ["input", creation.input],
    ["may", object(["list", "get", "create", "update"].map(may))],
    ...(hasOwners ? [["own", object(owners.map(([action, roles]) => [action, object(roles.map(([role, field]) => [role, text(field)]))]))] as const] : []),
    ["shown", object(answer.map(({ at, seenBy }) => [at.join("."), texts(seenBy)] as const))],
    ["create", given("create")],
    ["update", given("update")],
    ["filter", seers(asked.filter(({ at, values }) => values === undefined && at[1] !== "search"), "query")],
    ["sort", seers(sorts, "sort")],
  ]);
  return [{ name: resource.entity, input: creation.input, about, hasOwners }];
};

/** What roles may do with their own rows alone. */
const OWN = ["list", "get", "update"] as const;

const texts = (values: readonly string[]): Code => array(values.map(text));

/** The fields at the top of a part of a request, and who sees all of each. */
const seers = (places: readonly Restricted[], part: string): Code => {
  const found = new Map<string, readonly string[]>();
  for (const { at: [first, name = "", ...deeper], seenBy } of places) {
    if (first === part && deeper.length === 0) found.set(name, (found.get(name) ?? seenBy).filter((role) => seenBy.includes(role)));
  }
  return object([...found].map(([name, roles]) => [name, texts(roles)] as const));
};

/** Who may run it whatever the row is. */
const always = (architecture: Architecture, operation: string): readonly Caller[] => {
  const { roles, rows } = accessMatrix(architecture);
  const row = rows.find((one) => one.operation === operation);
  return [...(row?.anyone === true ? [ANYONE] : []), ...roles.filter((_role, index) => row?.roles[index] === true)];
};
