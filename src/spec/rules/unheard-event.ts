import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { declaredEvents, eventPath, heardEvents, publishedEvents } from "../facts/events.ts";
import { locate } from "../facts/place.ts";

export const unheardEvent: SpecRule = {
  id: "unheard-event",
  severity: "warning",
  find: (architecture, spec) => {
    const heard = heardEvents(architecture, spec);
    const published = publishedEvents(architecture);
    return declaredEvents(architecture)
      .filter((name) => !heard.has(name))
      .map((name) =>
        problem(
          "unheard-event",
          locate(architecture, eventPath(name)),
          `Nobody hears ${shown(name)}${published.has(name) ? "" : ", and nobody publishes it"}.`,
          {
            severity: "warning",
            help: "Let a service react to it, or delete it.",
          },
        ),
      );
  },
};
