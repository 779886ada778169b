import type { Architecture, Field, Service, Type } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { cyclesOf } from "../facts/graph.ts";
import { locate } from "../facts/place.ts";

export const requiredCycle: SpecRule = {
  id: "required-cycle",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) => [
      ...circles(service, "entities", architecture),
      ...circles(service, "types", architecture),
    ]),
};

function circles(
  service: Service,
  part: "entities" | "types",
  architecture: Architecture,
): ReturnType<SpecRule["find"]> {
  const needs = new Map(
    [...service[part]]
      .map(({ name, fields }) => [name, requiredBy(fields, part)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return cyclesOf(needs).map((cycle) => {
    const [first = ""] = cycle;
    const way = [...cycle, first].map(shown).join(" → ");
    return problem(
      "required-cycle",
      locate(architecture, `services.${service.name}.${part}.${first}`),
      `None of these can be the first to exist, for each needs the next: ${way}.`,
      {
        help: "Make one of the fields `optional(…)`.",
      },
    );
  });
}

function requiredBy(fields: readonly Field[], part: "entities" | "types"): readonly string[] {
  return fields
    .filter(({ optional }) => !optional)
    .flatMap(({ type }) => neededBy(type, part))
    .sort();
}

function neededBy(type: Type, part: "entities" | "types"): readonly string[] {
  if (type.kind === "entity" && part === "entities") return [type.entity];
  return type.kind === "type" && part === "types" ? [type.type] : [];
}
