import type { Architecture, Resource, Service } from "../../model/architecture.ts";
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
        ...service.api.resources.flatMap((one) => resourceCase(service, one, fields, resourceCode(service, one, architecture, callers, creations))),
        ...service.api.resources.flatMap((one) => restrictedCases(service, one, fields, architecture, creations)),
      ];
    });
  return cases.length === 0 ? null : casesFile(cases, creations);
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
      ...about.fields.filter(([name]) => ["as", "input", "change", "kept"].includes(name)),
    ]),
  }];
};

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
      ["field", text(field)],
      ["create", creation.create],
      ["seenBy", text(seenBy)],
      ["hiddenFrom", text(hiddenFrom)],
    ]),
  }));
};
