import type { Architecture, Resource, Service } from "../../model/architecture.ts";
import { hasAccounts } from "../access/accounts.ts";
import { graphSchema, type RootField } from "../graphql/schema.ts";
import { isAsked } from "../paths.ts";
import { scopeOf } from "../service/scope.ts";
import type { Callers } from "./callers.ts";
import { array, type Code, object, text } from "./code.ts";
import type { Creations } from "./creations.ts";
import { resourceCode } from "./resources.ts";
import { restrictedFields } from "./restricted.ts";
import { type Case, casesFile } from "./service-test.ts";

/** `test/graphql.test.ts`: what is asked over GraphQL, asked so; null where nothing is. */
export const graphqlTest = (architecture: Architecture, callers: Callers, creations: Creations): string | null => {
  const cases = architecture.services
    .filter((service) => isAsked(service, "graphql"))
    .flatMap((service) => {
      const { fields } = graphSchema(scopeOf(service, architecture));
      return [
        { suite: "graph", name: service.name, about: array([]) },
        ...grantCases(service, fields, architecture, callers),
        ...service.api.resources.flatMap((one) => resourceCase(service, one, fields, resourceCode(service, one, architecture, callers, creations))),
        ...service.api.resources.flatMap((one) => restrictedCases(service, one, fields, architecture, creations)),
      ];
    });
  return cases.length === 0 ? null : casesFile(cases, creations);
};

/** Fields that can be asked for without knowing a row, each with who may. */
const grantCases = (service: Service, fields: readonly RootField[], architecture: Architecture, callers: Callers): readonly Case[] => {
  const rows = fields.flatMap((field) => {
    if (field.takes.some(({ name }) => name === "input")) return [];
    const given = field.takes.flatMap(({ name, type }) => (type.endsWith("!") ? [`${name}: ${VALUES[name] ?? '""'}`] : []));
    const arguments_ = given.length === 0 ? "" : `(${given.join(", ")})`;
    const query = `${field.kind === "query" ? "query" : "mutation"} { found: ${field.name}${arguments_}${selectionOf(service, field)} }`;
    return [object([["query", text(query)], ["may", array(callers.of(field.operation).map(text))]])];
  });
  return hasAccounts(architecture) && rows.length > 0 ? [{ suite: "graphGrants", name: service.name, about: array(rows) }] : [];
};

/** Of a row that nobody has. */
const VALUES: Readonly<Record<string, string>> = { id: '"01a20657-e27d-7098-98c3-8dfa95dba357"', version: "1", idempotencyKey: '"once"' };

const selectionOf = (service: Service, { type, operation }: RootField): string => {
  if (type === "Boolean") return "";
  if (operation.split(".")[2] === "list") return " { nodes { id } }";
  // What an operation answers is known by its fields alone, but everything says of what type it is.
  return service.operations.some(({ name, transition }) => transition === null && `${service.name}.${name}` === operation) ? " { __typename }" : " { id }";
};

const ACTIONS = ["list", "get", "create", "update", "delete"] as const;

const resourceCase = (service: Service, resource: Resource, fields: readonly RootField[], about: Code | null): readonly Case[] => {
  if (about === null || typeof about === "string" || "items" in about) return [];
  const target = `${service.name}.${resource.entity}`;
  const found = ACTIONS.flatMap((action) => fields.filter(({ operation }) => operation === `${target}.${action}`).map((field) => ({ action, field })));
  const inputs = found.flatMap(({ action, field }) => field.takes.filter(({ name }) => name === "input").map(({ type }) => [action, text(type.replace(/!$/u, ""))] as const));
  return [{
    suite: "graphResource",
    name: target,
    about: object([
      ["service", text(service.name)],
      ["fields", object(found.map(({ action, field }) => [action, text(field.name)] as const))],
      ["takes", object(inputs)],
      ...about.fields.filter(([name]) => ["as", "input", "change", "cached", "kept"].includes(name)),
    ]),
  }];
};

/** So many rows cost no more than a query may. */
const PAGE = 100;

const restrictedCases = (service: Service, resource: Resource, fields: readonly RootField[], architecture: Architecture, creations: Creations): readonly Case[] => {
  const target = `${service.name}.${resource.entity}`;
  const list = fields.find(({ operation }) => operation === `${target}.list`);
  const creation = creations.find(service.name, resource.entity);
  if (list === undefined || creation === undefined) return [];
  return restrictedFields(service, resource, architecture).map(({ field, seenBy, hiddenFrom }) => ({
    suite: "graphRestricted",
    name: `${target}.${field}`,
    about: object([
      ["service", text(service.name)],
      ["list", text(list.name)],
      ["first", String(Math.min(resource.max, PAGE))],
      ["field", text(field)],
      ["create", creation.create],
      ["seenBy", text(seenBy)],
      ["hiddenFrom", text(hiddenFrom)],
    ]),
  }));
};
