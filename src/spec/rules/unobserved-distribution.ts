import type { SpecRule } from "../../model/rule.ts";
import { problem } from "../diagnose.ts";
import { locate } from "../facts/place.ts";
import { isDistributed } from "../facts/spread.ts";
import { get } from "../tree.ts";

const signals = ["metrics", "traces"] as const;

export const unobservedDistribution: SpecRule = {
  id: "unobserved-distribution",
  severity: "warning",
  find: (architecture, spec) => {
    if (!isDistributed(architecture)) return [];
    return signals
      .filter((signal) => get(spec, "observability", signal) === "none")
      .map((signal) =>
        problem(
          "unobserved-distribution",
          locate(architecture, `observability.${signal}`),
          `Requests cross several units, and there are no ${signal} to see where one is slow or lost.`,
          {
            severity: "warning",
            help: `Write \`${signal}: ${signal === "metrics" ? "prometheus" : "otlp"}\`.`,
            related: [{ message: "what makes several units", at: locate(architecture, "topology") }],
          },
        ),
      );
  },
};
