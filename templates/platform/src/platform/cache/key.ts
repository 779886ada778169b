import type { Route } from "../kernel/world.ts";
import type { CacheEntry } from "./entries.ts";

/** What is asked for by a user of a tenant; where a policy looks at the user, by that user in these roles. */
export const keyOf = (
  { operation, byUser }: CacheEntry,
  { envelope, params, query }: Parameters<Route["handle"]>[0],
): string =>
  JSON.stringify([operation, envelope.tenant, byUser ? [envelope.user?.id, envelope.user?.roles] : [], params, query]);
