import type { Architecture, CacheEntry, Service } from "../../model/architecture.ts";
import { arrayOf, line, objectOf } from "../service/code/layout.ts";
import { numberText } from "../service/methods.ts";

/** Whether it is a query that is asked over HTTP: nothing else is cached. */
const isQuery = (service: Service, name: string): boolean => {
  const [entity, action] = name.split(".");
  if (action === undefined) return service.operations.some((one) => one.name === name && one.kind === "query" && one.http !== null);
  const resource = service.api.resources.find((one) => one.entity === entity);
  return (action === "get" || action === "list") && resource?.actions.some((one) => one.action === action) === true;
};

const serviceOf = ({ operation }: CacheEntry): string => operation.split(".")[0] ?? "";

/** What is cached by processes: a function that sleeps hears of no change. */
export const cachedEntries = ({ cache, services, units }: Architecture): readonly CacheEntry[] =>
  cache.entries.filter((entry) => {
    const service = services.find(({ name }) => name === serviceOf(entry));
    const runs = units.some((unit) => unit.as === "process" && unit.services.includes(serviceOf(entry)));
    return runs && service !== undefined && isQuery(service, entry.operation.slice(service.name.length + 1));
  });

/** Whether some role may do it under a policy only. */
const underPolicy = ({ auth }: Architecture, operation: string): boolean =>
  [...auth.anonymous, ...auth.roles.flatMap(({ may }) => may)].some((grant) => grant.policy !== null && grant.operations.includes(operation));

/** Services of which answers are kept, sorted. */
export const cachingServices = (architecture: Architecture): readonly string[] => [...new Set(cachedEntries(architecture).map(serviceOf))].sort();

/** Whether answers are kept where all instances find them. */
export const sharesCache = (architecture: Architecture): boolean => architecture.cache.store === "redis" && cachedEntries(architecture).length > 0;

/** The table of `entries.ts`. */
export const cacheTable = (architecture: Architecture): string => {
  const rows = cachedEntries(architecture).map(({ operation, forMs, clearedBy }) =>
    objectOf([
      ["operation", JSON.stringify(operation)],
      ["forMs", numberText(forMs)],
      ["byUser", String(underPolicy(architecture, operation))],
      ["clearedBy", arrayOf(clearedBy.map((event) => JSON.stringify(event)))],
    ]),
  );
  return line(0, "export const entries: readonly CacheEntry[] = ", arrayOf(rows), ";");
};

/** Who hears the events that clear caches: one subscriber for each service that caches. */
export const clearingSubscribers = (architecture: Architecture): readonly (readonly [event: string, subscriber: string])[] => {
  const pairs = cachedEntries(architecture).flatMap((entry) => entry.clearedBy.map((event) => [event, `${serviceOf(entry)}.clearCache`] as const));
  return [...new Map(pairs.map((pair) => [pair.join(" "), pair])).values()];
};
