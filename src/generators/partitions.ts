import type { Architecture, Entity, Service } from "../model/architecture.ts";
import { isAudited } from "./audited.ts";
import { deletedAfter } from "./retention.ts";
import { collectionsOf } from "./service/data/tables.ts";

/** How the rows of a table are spread: by the month of a time, or by the hash of anything else. */
export type Spread = "months" | "hash";

/** Null where the table is whole. Owned children lie with their owner, which then is none that is spread. */
export const spreadOf = ({ fields, ownedBy, partitionBy }: Entity): Spread | null => {
  if (partitionBy === null || ownedBy !== null) return null;
  if (partitionBy === "createdAt") return "months";
  const type = fields.find(({ name }) => name === partitionBy)?.type;
  return type?.kind === "scalar" && (type.name === "date" || type.name === "timestamp") ? "months" : "hash";
};

/** Whether a month of its rows is old as a whole, nobody notes the end of each, and nothing else goes with them. */
export const dropsMonths = (entity: Entity): boolean =>
  entity.partitionBy === "createdAt" && spreadOf(entity) !== null && deletedAfter(entity) !== null && !isAudited(entity) && collectionsOf(entity).length === 0;

const hasMonths = ({ entities }: Pick<Service, "entities">): boolean => entities.some((entity) => spreadOf(entity) === "months");

/** Whether some table gets a partition each month. */
export const keepsMonths = ({ services }: Architecture): boolean => services.some(hasMonths);
