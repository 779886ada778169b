import type { Architecture, Json } from "../../model/architecture.ts";
import { select, textsOf } from "../tree.ts";

/** Events by full name, as `orders.OrderPlaced`. */
export function declaredEvents({ services }: Architecture): readonly string[] {
  return services.flatMap((service) => service.events.map((event) => `${service.name}.${event.name}`));
}

/** By operations, and by what other people's systems tell. */
export function publishedEvents({ services, integrations }: Architecture): ReadonlySet<string> {
  const emitted = services.flatMap((service) =>
    [...service.operations, ...service.api.resources.flatMap((resource) => resource.actions)].flatMap(({ emits }) =>
      emits.map((event) => `${service.name}.${event}`),
    ),
  );
  const told = integrations.flatMap(({ webhooks }) => (webhooks?.events ?? []).map(({ service, event }) => `${service}.${event}`));
  return new Set([...emitted, ...told]);
}

/** What a service reacts to, and what clears a cache. */
export function heardEvents({ services }: Architecture, spec: Json): ReadonlySet<string> {
  const clearing = select(spec, "cache/entries/*/clearedBy").flatMap(({ value }) => textsOf(value));
  return new Set([
    ...services.flatMap((service) => service.reacts.map((reaction) => `${reaction.service}.${reaction.event}`)),
    ...clearing,
  ]);
}

export function eventPath(name: string): string {
  const [service = "", event = ""] = name.split(".");
  return `services.${service}.events.${event}`;
}
