import type { Architecture, Field, Service } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { cyclesOf } from "../facts/graph.ts";
import { locate } from "../facts/place.ts";

export const requiredCycle: SpecRule = {
  id: "required-cycle",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) => circles(service, architecture)),
};

function circles(service: Service, architecture: Architecture): ReturnType<SpecRule["find"]> {
  const needs = new Map(
    [...service.entities]
      .map(({ name, fields }) => [name, requiredBy(fields)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return cyclesOf(needs).map((cycle) => {
    const [first = ""] = cycle;
    const way = [...cycle, first].map(shown).join(" → ");
    return problem(
      "required-cycle",
      locate(architecture, `services.${service.name}.entities.${first}`),
      `None of these can be the first to exist, for each needs the next: ${way}.`,
      {
        help: "Make one of the fields `optional(…)`.",
      },
    );
  });
}

function requiredBy(fields: readonly Field[]): readonly string[] {
  return fields.flatMap(({ optional, type }) => (!optional && type.kind === "entity" ? [type.entity] : [])).sort();
}
