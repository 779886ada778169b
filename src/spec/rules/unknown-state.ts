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
        stateProblems(entity).map(({ paths, message, help }): Diagnostic => {
          const [at, ...others] = paths.map((path) =>
            locate(architecture, `services.${service.name}.entities.${entity.name}.transitions.${path}`),
          );
          const related = others.map((other) => ({ message: "and here", at: other }));
          return problem("unknown-state", at ?? locate(architecture, ""), message, { help, related });
        }),
      ),
    ),
};

interface StateProblem {
  /** The transitions it shows in, under `transitions`. */
  readonly paths: readonly string[];
  readonly message: string;
  readonly help: string;
}

/** What cannot be moved, once for each field; and states that do not exist, once for each state. */
function stateProblems(entity: Entity): readonly StateProblem[] {
  const names = [...new Set(entity.transitions.map(({ field }) => field))];
  return names.flatMap((name): readonly StateProblem[] => {
    const type = entity.fields.find((field) => field.name === name)?.type;
    const moves = entity.transitions.filter(({ field }) => field === name);
    if (type === undefined) return [];
    if (type.kind !== "enum")
      return [
        {
          paths: [name],
          message: `${shown(name)} is no enum, so that nothing can move it.`,
          help: "Make it `enum(a | b | c)`.",
        },
      ];
    const states = new Set(moves.flatMap(({ from, to }) => [...from, to]));
    return [...states]
      .filter((state) => !type.values.includes(state))
      .map((state) => ({
        paths: moves
          .filter(({ from, to }) => to === state || from.includes(state))
          .map((move) => `${name}.${move.name}`),
        message: `${shown(state)} is no value of ${shown(name)}.`,
        help: didYouMean(state, type.values),
      }));
  });
}
