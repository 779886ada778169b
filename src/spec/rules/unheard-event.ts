import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { declaredEvents, eventPath, heardEvents, publishedEvents } from "../facts/events.ts";
import { locate } from "../facts/place.ts";

const mostNamed = 8;

export const unheardEvent: SpecRule = {
  id: "unheard-event",
  severity: "warning",
  find: (architecture, spec) => {
    const heard = heardEvents(architecture, spec);
    const published = publishedEvents(architecture);
    const unheard = declaredEvents(architecture).filter((name) => !heard.has(name));
    return [
      ...said(architecture, unheard.filter((name) => published.has(name)), ["", ""]),
      ...said(architecture, unheard.filter((name) => !published.has(name)), [", and nobody publishes it", ", and nobody publishes them"]),
    ];
  },
};

/** One finding, however many there are: at the first, with the others named. */
function said(architecture: Architecture, [first, ...others]: readonly string[], [ofOne, ofAll]: readonly [string, string]): readonly Diagnostic[] {
  if (first === undefined) return [];
  const at = locate(architecture, eventPath(first));
  if (others.length === 0) return [problem("unheard-event", at, `Nobody hears ${shown(first)}${ofOne}.`, { severity: "warning", help: "Let a service react to it, or delete it." })];
  const named = [first, ...others].slice(0, mostNamed).map(shown).join(", ");
  const more = others.length >= mostNamed ? ", …" : "";
  const help = "Let a service react to them, or delete them; where they are meant for others, `check: { rules: { unheard-event: \"off\" } }` says so.";
  return [problem("unheard-event", at, `Nobody hears ${others.length + 1} events${ofAll}: ${named}${more}.`, { severity: "warning", help })];
}
