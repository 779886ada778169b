import type { Architecture, Field } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { granteesOf } from "../facts/grantees.ts";
import { locate } from "../facts/place.ts";

export const unfillableField: SpecRule = {
  id: "unfillable-field",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.api.resources
        .filter(({ actions }) => actions.some(({ action }) => action === "create"))
        .flatMap((resource) => {
          const entity = service.entities.find(({ name }) => name === resource.entity);
          const at = `services.${service.name}.entities.${resource.entity}.fields`;
          const needed = (entity?.fields ?? []).filter((field) => field.set !== "never" && !field.optional && field.default === undefined);
          return needed.flatMap((field) => unfilled(architecture, `${service.name}.${resource.entity}.create`, field, `${at}.${field.name}`));
        }),
    ),
};

function unfilled(architecture: Architecture, operation: string, { name, visibleTo }: Field, at: string): readonly Diagnostic[] {
  if (visibleTo === null) return [];
  const creators = granteesOf(architecture, operation);
  const without = creators.filter((role) => role === null || !visibleTo.includes(role));
  if (without.length === 0) return [];
  const nobody = without.length === creators.length;
  const who = without.map((role) => (role === null ? "anybody" : shown(role))).join(", ");
  return [
    problem(
      "unfillable-field",
      locate(architecture, at),
      nobody
        ? `A new row needs ${shown(name)}, and nobody who may create one sees it.`
        : `A new row needs ${shown(name)}, and it is not seen by ${who}, to whom ${shown(operation)} is granted.`,
      {
        severity: nobody ? "error" : "warning",
        help: "Name the role in `visibleTo`, or give the field a default or `optional(…)`.",
      },
    ),
  ];
}
