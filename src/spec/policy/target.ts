import type { Entity, Operation, Service } from "../../model/architecture.ts";

/** What a policy is granted on: rows of an entity, or the input of an operation that is written by hand. */
export type Target =
  | { readonly kind: "rows"; readonly entity: Entity }
  | { readonly kind: "input"; readonly operation: Operation };

/** By a grant's full name; and the key under which a policy keeps its condition for it. */
export function targetOf(name: string, services: readonly Service[]): readonly [key: string, target: Target] | null {
  const [of = "", operation = "", action] = name.split(".");
  const service = services.find((one) => one.name === of);
  const found = service?.operations.find((one) => one.name === operation);
  const moved = action === undefined ? found?.transition?.entity : operation;
  const entity = service?.entities.find((one) => one.name === moved);
  if (entity !== undefined) return [`${of}.${entity.name}`, { kind: "rows", entity }];
  return found === undefined || action !== undefined ? null : [name, { kind: "input", operation: found }];
}
