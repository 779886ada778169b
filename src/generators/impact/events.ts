import type { Architecture } from "../../model/architecture.ts";
import { type Difference, shownDifferences } from "./differences.ts";
import type { Item } from "./item.ts";
import { type Part, partsOfMessage } from "./message.ts";

export interface Published extends Item {
  readonly parts: readonly Part[];
  readonly version: number;
  /** Services that react to it. */
  readonly heardBy: readonly string[];
  /** What carries it, as `kafka`; null where nothing does. */
  readonly broker: string | null;
}

export const eventsOf = ({ services, queues }: Architecture): readonly Published[] =>
  services.flatMap((service) =>
    service.events.map((event) => {
      const id = `${service.name}.${event.name}`;
      return {
        id,
        was: `${service.was ?? service.name}.${event.was ?? event.name}`,
        name: id,
        at: `services.${service.name}.events.${event.name}`,
        parts: partsOfMessage(service, event.fields, "shown", `services.${service.name}.events.${event.name}.fields`),
        version: event.version,
        heardBy: services.filter(({ reacts }) => reacts.some((one) => one.service === service.name && one.event === event.name)).map(({ name }) => name),
        broker: queues.find(({ carries }) => carries.includes(id))?.broker ?? null,
      };
    }),
  );

/** A listener that is gone breaks nothing; what lies in a queue that is left is not heard any more. */
export function eventDifferences(was: Published, now: Published): readonly Difference[] {
  const moved = was.broker !== null && now.broker !== null && was.broker !== now.broker;
  return [
    ...shownDifferences(was.parts, now.parts),
    ...(was.version === now.version ? [] : [{ breaking: false, says: `is version ${now.version}, where it was ${was.version}` }]),
    ...now.heardBy.filter((one) => !was.heardBy.includes(one)).map((one) => ({ breaking: false, says: `is heard by ${one}` })),
    ...was.heardBy.filter((one) => !now.heardBy.includes(one)).map((one) => ({ breaking: false, says: `is heard by ${one} no more` })),
    ...(moved ? [{ breaking: true, wasAt: "queues", nowAt: "queues", says: `travels by ${now.broker}, where it was ${was.broker}: what still lies there is not carried over` }] : []),
  ];
}
