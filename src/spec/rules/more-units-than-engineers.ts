import type { SpecRule } from "../../model/rule.ts";
import { problem } from "../diagnose.ts";
import { locate } from "../facts/place.ts";
import { servingUnits } from "../facts/spread.ts";

export const moreUnitsThanEngineers: SpecRule = {
  id: "more-units-than-engineers",
  severity: "warning",
  find: (architecture) => {
    const { engineers } = architecture.requirements.team;
    const units = servingUnits(architecture).length;
    if (engineers === undefined || units < 2 || units <= engineers) return [];
    return [
      problem(
        "more-units-than-engineers",
        locate(architecture, "topology"),
        `${units} units are built, deployed and watched by ${engineers === 1 ? "one engineer" : `${engineers} engineers`}.`,
        {
          severity: "warning",
          help: "Write `topology: modular-monolith`: the services and their borders stay as they are, and any of them can be extracted later.",
          related: [{ message: "who runs them", at: locate(architecture, "requirements.team.engineers") }],
        },
      ),
    ];
  },
};
