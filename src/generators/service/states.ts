import type { Entity, Transition } from "../../model/architecture.ts";

/** The states that an entity reaches from where a transition begins by that transition alone, its target first. */
export const onlyThrough = (entity: Entity, transition: Transition): readonly string[] => {
  const steps = entity.transitions.filter((one) => one.field === transition.field);
  const reached = (from: readonly string[], but: string | null): ReadonlySet<string> => {
    const seen = new Set<string>();
    const visit = (state: string): void => {
      if (seen.has(state) || state === but) return;
      seen.add(state);
      for (const step of steps) if (step.from.includes(state)) visit(step.to);
    };
    for (const state of from) visit(state);
    return seen;
  };
  const otherwise = reached(transition.from, transition.to);
  return [...reached([transition.to], null)].filter((state) => !otherwise.has(state));
};
