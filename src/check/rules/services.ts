import { camel, snake } from "../../model/names.ts";
import type { ImportGraph } from "../graph.ts";

const known = new WeakMap<ImportGraph, readonly string[]>();

/** Every service: those that the spec names, and those that have a folder. Sorted. */
export function serviceNames(graph: ImportGraph): readonly string[] {
  const names = known.get(graph) ?? find(graph);
  known.set(graph, names);
  return names;
}

function find({ architecture, files }: ImportGraph): readonly string[] {
  const found = new Set(architecture.services.map(({ name }) => name));
  for (const { place } of files) if (place?.service) found.add(place.service);
  return [...found].sort();
}

/** The name of the schema that a service has for itself. */
export const schemaOf = (service: string): string => snake(service);

/** The service that a name in code stands for: `orders`, `ordersClient`, `orderService` of `orders`; null where it is none. */
export function serviceNamed(name: string, services: readonly string[]): string | null {
  const bare = name.replace(/(?:Clients?|Services?|Api|Gateway|Facade|Contract)$/, "");
  return services.find((service) => [camel(service), singular(camel(service))].includes(camel(bare))) ?? null;
}

const singular = (name: string): string => name.replace(/s$/, "");
