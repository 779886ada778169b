import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const undeclaredUse: SpecRule = {
  id: "undeclared-use",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) => {
      const users = [
        ...service.operations.map(({ name, uses }) => ({ name, uses })),
        ...service.api.resources.flatMap(({ entity, actions }) =>
          actions.map(({ action, uses }) => ({ name: `${entity}.${action}`, uses })),
        ),
      ];
      return users.flatMap(({ name, uses }) =>
        uses
          .filter(
            (ref) =>
              ref.service !== service.name &&
              !service.calls.some((call) => call.target === ref.service && call.operations.includes(ref.operation)),
          )
          .map((ref) =>
            problem(
              "undeclared-use",
              locate(architecture, `services.${service.name}.operations.${name}.uses`),
              `${shown(name)} uses ${shown(`${ref.service}.${ref.operation}`)}, and ${shown(service.name)} does not say that it calls it.`,
              {
                help: `Add it to \`services.${service.name}.calls.${ref.service}.operations\`.`,
              },
            ),
          ),
      );
    }),
};
