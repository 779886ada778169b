import type { Entity, Service } from "../model/architecture.ts";

/** For how long rows of an entity must be kept; null where nothing says so. */
export const keptFor = ({ retention }: Entity): number | null => (retention !== null && "keepMs" in retention ? retention.keepMs : null);

/** After how long rows of an entity go by themselves; null where they stay. */
export const deletedAfter = ({ retention }: Entity): number | null =>
  retention !== null && "deleteAfterMs" in retention ? retention.deleteAfterMs : null;

/** Entities whose rows go by themselves. Owned children go with their owner. */
export const aging = ({ entities }: Pick<Service, "entities">): readonly Entity[] =>
  entities.filter((entity) => entity.ownedBy === null && deletedAfter(entity) !== null);

/** Whether something of a service runs by the clock. */
export const runsByClock = (service: Service): boolean => service.jobs.length > 0 || aging(service).length > 0;
