import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const contradictoryReach: SpecRule = {
  id: "contradictory-reach",
  severity: "error",
  find: (architecture) =>
    architecture.layers.flatMap(({ name, uses, neverReaches }) =>
      neverReaches.flatMap((other, index) => {
        const clash = other === name ? "itself" : uses.includes(other) ? `${shown(other)}, which it uses` : null;
        if (clash === null) return [];
        const at = locate(architecture, `layers.${name}.neverReaches.${index}`);
        return [
          problem("contradictory-reach", at, `The layer ${shown(name)} is never to reach ${clash}.`, {
            help: `Take ${shown(other)} out of \`neverReaches\`${other === name ? "" : " or out of `uses`"}.`,
          }),
        ];
      }),
    ),
};
