import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { cyclesOf } from "../facts/graph.ts";
import { locate } from "../facts/place.ts";

export const roleCycle: SpecRule = {
  id: "role-cycle",
  severity: "error",
  find: (architecture) => {
    const edges = architecture.auth.roles.map((role) => [role.name, [...role.extends].sort()] as const);
    return cyclesOf(new Map(edges.sort(([a], [b]) => (a < b ? -1 : 1)))).map((cycle) => {
      const [first = ""] = cycle;
      return problem(
        "role-cycle",
        locate(architecture, `auth.roles.${first}.extends`),
        `Roles extend one another in a circle: ${[...cycle, first].map(shown).join(" → ")}.`,
        {
          help: "Take one of them out of `extends`.",
        },
      );
    });
  },
};
