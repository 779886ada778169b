import { plural, snake } from "../../model/names.ts";
import type { ImportGraph } from "../graph.ts";
import { type FoundFact, type Meaning, placeOfFact } from "../meaning/fact.ts";
import { isFree } from "./edges.ts";
import type { CodeRule } from "./rule.ts";
import { schemaOf, serviceNames } from "./services.ts";
import { acrossServices } from "./strictness.ts";
import { inSpec, list, placeName } from "./words.ts";

/** A table has one owner: whoever else wants what is in it asks the owner. */
export const foreignTable: CodeRule = {
  id: "foreign-table",
  severity: "error",
  reads: { kinds: ["table"], asks: ({ place }, graph) => place !== null && !isFree(place) && serviceNames(graph).length > 0 },
  find: (graph, meaning) => {
    const { architecture } = graph;
    const ownersOf = owners(graph, meaning);
    return meaning("table").flatMap((fact) => {
      const { place } = fact.file;
      const own = ownersOf(fact);
      if (place === null || own.length === 0 || own.includes(place.service ?? "")) return [];
      return {
        severity: acrossServices(architecture),
        message: `${placeName(place)} ${fact.detail} ${fact.name}, a table of the service ${list(own, "or")}.`,
        at: placeOfFact(fact),
        target: fact.name,
        related: inSpec(architecture, `the service ${own[0]}`, `services.${own[0]}`),
        help: `Ask ${list(own, "or")} for it by a call, or keep what its events tell in a table of your own.`,
      };
    });
  },
};

/** The services that own the table which a fact names: by its schema, else by who makes it, else by the spec's entities. */
function owners(graph: ImportGraph, meaning: Meaning): (fact: FoundFact) => readonly string[] {
  const services = serviceNames(graph);
  const bySchema = new Map(services.map((service) => [schemaOf(service), service]));
  const made = new Map<string, Set<string>>();
  const note = (table: string, service: string): void => {
    made.set(table, (made.get(table) ?? new Set()).add(service));
  };
  for (const { name, entities } of graph.architecture.services)
    for (const entity of entities) for (const table of [plural(snake(entity.name)), entity.name.toLowerCase()]) note(table, name);
  for (const { name, detail, file } of meaning("table")) if (detail === "makes" && file.place?.service) note(bareName(name), file.place.service);
  return ({ name }) => {
    const schema = name.includes(".") ? bySchema.get(name.slice(0, name.indexOf("."))) : undefined;
    return schema === undefined ? [...(made.get(bareName(name)) ?? [])].sort() : [schema];
  };
}

function bareName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
