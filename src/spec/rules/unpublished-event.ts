import type { Architecture } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { declaredEvents, eventPath, heardEvents, publishedEvents } from "../facts/events.ts";
import { locate } from "../facts/place.ts";

export const unpublishedEvent: SpecRule = {
  id: "unpublished-event",
  severity: "error",
  find: (architecture, spec) => {
    const published = publishedEvents(architecture);
    const heard = heardEvents(architecture, spec);
    return declaredEvents(architecture)
      .filter((name) => heard.has(name) && !published.has(name))
      .map((name) =>
        problem(
          "unpublished-event",
          locate(architecture, eventPath(name)),
          `${shown(name)} is heard, and nothing publishes it.`,
          {
            help: "Let an operation or a resource action of its service say `emits`, or stop hearing it.",
            related: hearers(architecture, name),
          },
        ),
      );
  },
};

function hearers(
  architecture: Architecture,
  name: string,
): readonly { readonly message: string; readonly at: ReturnType<typeof locate> }[] {
  return architecture.services
    .filter((service) => service.reacts.some((reaction) => `${reaction.service}.${reaction.event}` === name))
    .map((service) => ({ message: "heard here", at: locate(architecture, `services.${service.name}.reacts.${name}`) }));
}
