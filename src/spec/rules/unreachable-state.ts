import type { Entity, Transition } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const unreachableState: SpecRule = {
  id: "unreachable-state",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.entities.flatMap((entity) =>
        deadTransitions(entity).map((transition) =>
          problem(
            "unreachable-state",
            locate(
              architecture,
              `services.${service.name}.entities.${entity.name}.transitions.${transition.field}.${transition.name}`,
            ),
            `${shown(transition.name)} can never happen: ${shown(transition.field)} is never ${transition.from.map(shown).join(" or ")}.`,
            { help: "Begin in that state by a default, or let another transition lead there." },
          ),
        ),
      ),
    ),
};

/** Transitions that start from states which neither the default nor another transition reaches. */
function deadTransitions(entity: Entity): readonly Transition[] {
  return [...new Set(entity.transitions.map(({ field }) => field))].flatMap((name) => {
    const field = entity.fields.find((one) => one.name === name);
    if (field?.type.kind !== "enum") return [];
    const { values } = field.type;
    const moves = entity.transitions.filter((one) => one.field === name);
    // Where a state is misspelt, nobody knows what would be reached.
    if (moves.some(({ from, to }) => [...from, to].some((state) => !values.includes(state)))) return [];
    const reached = reachable(typeof field.default === "string" ? [field.default] : [], moves);
    return moves.filter((one) => !one.from.some((state) => reached.has(state)));
  });
}

function reachable(first: readonly string[], transitions: readonly Transition[]): ReadonlySet<string> {
  const reached = new Set(first);
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const { from, to } of transitions) if (from.some((state) => reached.has(state))) reached.add(to);
  }
  return reached;
}
