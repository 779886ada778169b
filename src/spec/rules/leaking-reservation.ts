import type { Architecture, OperationRef, Service } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const leakingReservation: SpecRule = {
  id: "leaking-reservation",
  severity: "warning",
  find: (architecture) =>
    architecture.services.flatMap((service) => {
      const writers = [
        ...service.operations.map(({ name, uses }) => ({ name, uses })),
        ...service.api.resources.flatMap(({ entity, actions }) =>
          actions.map(({ action, uses }) => ({ name: `${entity}.${action}`, uses })),
        ),
      ];
      return writers.flatMap(({ name, uses }) =>
        uses.filter((ref) => leaks(ref, service, architecture)).map((ref) => warning(architecture, service, name, ref)),
      );
    }),
};

/** A command elsewhere that nothing takes back; one that takes another back may itself come too early. */
function leaks(ref: OperationRef, service: Service, { services }: Architecture): boolean {
  const target = services.find(({ name }) => name === ref.service);
  const operation = target?.operations.find(({ name }) => name === ref.operation);
  const reads = operation === undefined ? /\.(get|list)$/.test(ref.operation) : operation.kind === "query";
  if (reads || ref.service === service.name) return false;
  const call = service.calls.find((one) => one.target === ref.service);
  return call !== undefined && !call.undo.has(ref.operation);
}

function warning(architecture: Architecture, service: Service, name: string, ref: OperationRef): Diagnostic {
  return problem(
    "leaking-reservation",
    locate(architecture, `services.${service.name}.operations.${name}.uses`),
    `${shown(name)} calls ${shown(`${ref.service}.${ref.operation}`)} before it writes, and nothing takes that back where the write fails.`,
    {
      severity: "warning",
      help: `Name the way back: \`calls: { ${ref.service}: { undo: { ${ref.operation}: … } } }\`.`,
      related: [{ message: "the call", at: locate(architecture, `services.${service.name}.calls.${ref.service}`) }],
    },
  );
}
