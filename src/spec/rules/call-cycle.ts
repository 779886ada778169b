import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { callGraph, cyclesOf } from "../facts/graph.ts";
import { locate } from "../facts/place.ts";

export const callCycle: SpecRule = {
  id: "call-cycle",
  severity: "error",
  find: (architecture) =>
    cyclesOf(callGraph(architecture)).map((cycle) => {
      const [first = "", second = first] = cycle;
      const way = [...cycle, first].map(shown).join(" → ");
      const message =
        cycle.length === 1
          ? `The service ${shown(first)} calls itself.`
          : `Services call one another in a circle: ${way}.`;
      const related = cycle.slice(1).map((name, index) => ({
        message: "and on from here",
        at: locate(architecture, `services.${name}.calls.${cycle[index + 2] ?? first}`),
      }));
      return problem("call-cycle", locate(architecture, `services.${first}.calls.${second}`), message, {
        related,
        help:
          cycle.length === 1
            ? "Call the function inside the service."
            : "Turn one of the calls into an event that the other service hears.",
      });
    }),
};
