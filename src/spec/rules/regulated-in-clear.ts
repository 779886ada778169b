import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const regulatedInClear: SpecRule = {
  id: "regulated-in-clear",
  severity: "warning",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.entities.flatMap((entity) =>
        entity.fields
          .filter(({ sensitivity, encrypt }) => sensitivity === "regulated" && !encrypt)
          .map((field) =>
            problem(
              "regulated-in-clear",
              locate(architecture, `services.${service.name}.entities.${entity.name}.fields.${field.name}`),
              `${shown(field.name)} is regulated, and lies in the clear in the database and in its backups.`,
              { severity: "warning", help: "Write `encrypt: true`; a field that is encrypted can be unique, but not filtered or sorted by." },
            ),
          ),
      ),
    ),
};
