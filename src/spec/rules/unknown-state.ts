import type { Entity } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { didYouMean, problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const unknownState: SpecRule = {
  id: "unknown-state",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.entities.flatMap((entity) =>
        stateProblems(entity).map(
          ({ path, message, help }): Diagnostic =>
            problem(
              "unknown-state",
              locate(architecture, `services.${service.name}.entities.${entity.name}.transitions.${path}`),
              message,
              { help },
            ),
        ),
      ),
    ),
};

function stateProblems(
  entity: Entity,
): readonly { readonly path: string; readonly message: string; readonly help: string }[] {
  return entity.transitions.flatMap((transition) => {
    const field = entity.fields.find(({ name }) => name === transition.field);
    if (field === undefined) return [];
    const path = `${transition.field}.${transition.name}`;
    const { type } = field;
    if (type.kind !== "enum")
      return [
        {
          path,
          message: `${shown(transition.field)} is no enum, so that nothing can move it.`,
          help: "Make it `enum(a | b | c)`.",
        },
      ];
    return [...new Set([...transition.from, transition.to])]
      .filter((state) => !type.values.includes(state))
      .map((state) => ({
        path,
        message: `${shown(state)} is no value of ${shown(transition.field)}.`,
        help: didYouMean(state, type.values),
      }));
  });
}
