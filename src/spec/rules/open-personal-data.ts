import type { Architecture, Service } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";
import { type ShownField, shownOfEntity, shownOfOutput } from "../facts/shown.ts";

export const openPersonalData: SpecRule = {
  id: "open-personal-data",
  severity: "warning",
  find: (architecture) => {
    const told = new Set<string>();
    return architecture.auth.anonymous.flatMap(({ operations }, index) =>
      operations.flatMap((operation) =>
        shownBy(architecture, operation)
          .filter(({ field, at }) => (field.sensitivity === "personal" || field.sensitivity === "regulated") && !told.has(at))
          .map(({ field, at }) => {
            told.add(at);
            return problem(
              "open-personal-data",
              locate(architecture, at),
              `${shown(field.name)} is ${field.sensitivity}, and ${shown(operation)} shows it to anyone, without a credential.`,
              {
                severity: "warning",
                help: "Name in `visibleTo` the roles that see it, or grant the operation to roles alone.",
                related: [{ message: "the grant", at: locate(architecture, `auth.anonymous.may.${index}`) }],
              },
            );
          }),
      ),
    );
  },
};

/** What an operation answers with, by its full name. */
function shownBy({ services }: Architecture, operation: string): readonly ShownField[] {
  const service = services.find(({ name }) => operation.startsWith(`${name}.`));
  if (service === undefined) return [];
  const [name = "", action] = operation.slice(service.name.length + 1).split(".");
  return action === undefined ? ofOperation(service, name) : action === "delete" ? [] : shownOfEntity(service, name);
}

function ofOperation(service: Service, name: string): readonly ShownField[] {
  const operation = service.operations.find((one) => one.name === name);
  if (operation === undefined) return [];
  if (operation.transition !== null) return shownOfEntity(service, operation.transition.entity);
  return operation.http === null ? [] : shownOfOutput(service, operation.output, `services.${service.name}.operations.${name}.output`);
}
