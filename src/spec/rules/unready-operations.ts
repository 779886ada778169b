import type { SpecRule } from "../../model/rule.ts";
import { problem } from "../diagnose.ts";
import { locate } from "../facts/place.ts";
import { isDistributed, servingUnits } from "../facts/spread.ts";

export const unreadyOperations: SpecRule = {
  id: "unready-operations",
  severity: "warning",
  find: (architecture) => {
    if (architecture.requirements.team.operations !== "low" || !isDistributed(architecture)) return [];
    return [
      problem(
        "unready-operations",
        locate(architecture, "topology"),
        `${servingUnits(architecture).length} units call one another over a network, and the team is new to running such a system.`,
        {
          severity: "warning",
          help: "Write `topology: modular-monolith` until deploying, watching and rolling back one unit is routine.",
          related: [{ message: "the team's experience", at: locate(architecture, "requirements.team.operations") }],
        },
      ),
    ];
  },
};
