import type { Architecture, Field, Service, Type } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { cyclesOf } from "../facts/graph.ts";
import { locate } from "../facts/place.ts";

export const typeCycle: SpecRule = {
  id: "type-cycle",
  severity: "error",
  find: (architecture) => architecture.services.flatMap((service) => circles(service, architecture)),
};

function circles(service: Service, architecture: Architecture): ReturnType<SpecRule["find"]> {
  const holds = service.types.map(({ name, fields }) => [name, heldBy(fields)] as const);
  return cyclesOf(new Map(holds.toSorted(([a], [b]) => (a < b ? -1 : 1)))).map((cycle) => {
    const [first = ""] = cycle;
    const way = [...cycle, first].map(shown).join(" → ");
    return problem(
      "type-cycle",
      locate(architecture, `services.${service.name}.types.${first}`),
      `A type holds itself, and nobody could say how deep: ${way}.`,
      {
        help: "Name the next by an id, write a list of all of them, or say `json`.",
      },
    );
  });
}

function heldBy(fields: readonly Field[]): readonly string[] {
  return fields.flatMap(({ type }) => typeIn(type) ?? []).sort();
}

function typeIn(type: Type): string | null {
  if (type.kind === "list") return typeIn(type.of);
  return type.kind === "type" ? type.type : null;
}
