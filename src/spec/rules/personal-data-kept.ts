import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const personalDataKept: SpecRule = {
  id: "personal-data-kept",
  severity: "warning",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.entities.flatMap((entity) => {
        const field = entity.fields.find(({ sensitivity }) => sensitivity === "personal" || sensitivity === "regulated");
        // Children live and go with their owner.
        if (field === undefined || entity.retention !== null || entity.ownedBy !== null) return [];
        const at = `services.${service.name}.entities.${entity.name}`;
        return [
          problem(
            "personal-data-kept",
            locate(architecture, at),
            `${shown(entity.name)} holds ${field.sensitivity} data, and nothing says for how long.`,
            {
              severity: "warning",
              help: "Write `retention: { deleteAfter: 2y }`, or `{ keep: 7y }` where a law asks for it.",
              related: [{ message: `the ${field.sensitivity} data`, at: locate(architecture, `${at}.fields.${field.name}`) }],
            },
          ),
        ];
      }),
    ),
};
