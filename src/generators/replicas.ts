import type { Architecture } from "../model/architecture.ts";
import { needsOf } from "./platform/needs.ts";
import type { Scope } from "./service/scope.ts";

/**
 * Whether what a query reads may be behind. An answer that is kept may not: what was read just before a change came through would be
 * given for as long as it is kept. (Whether it is kept hangs on the topology, on which no byte of a service does.)
 * @param operation `orders.Order.get`, `orders.quote`
 */
export const mayReadBehind = (architecture: Architecture, operation: string): boolean =>
  needsOf(architecture).replicas && !architecture.cache.entries.some((entry) => entry.operation === operation);

/** Whether an action of an entity reads what may be behind. */
export const readsBehind = ({ architecture, service }: Scope, entity: { readonly name: string }, action: string): boolean =>
  (action === "list" || action === "get") && mayReadBehind(architecture, `${service.name}.${entity.name}.${action}`);
