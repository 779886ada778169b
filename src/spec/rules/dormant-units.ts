import type { SpecRule } from "../../model/rule.ts";
import { problem } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const dormantUnits: SpecRule = {
  id: "dormant-units",
  severity: "warning",
  find: (architecture) => {
    if (architecture.topology === "hybrid" || !architecture.positions.has("deploy.units")) return [];
    return [
      problem(
        "dormant-units",
        locate(architecture, "deploy.units"),
        `The units sleep: the topology is \`${architecture.topology}\`, and only \`hybrid\` looks at them.`,
        {
          severity: "warning",
          help: "Write `topology: hybrid` to wake them, or delete them.",
        },
      ),
    ];
  },
};
