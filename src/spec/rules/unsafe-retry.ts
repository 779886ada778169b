import type { Architecture } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const unsafeRetry: SpecRule = {
  id: "unsafe-retry",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.calls
        // What an integration says of retries holds for those of its operations that may be.
        .filter((call) => call.retries > 0 && architecture.positions.has(`services.${service.name}.calls.${call.target}.retries`))
        .flatMap((call) =>
          call.operations
            .filter((operation) => !repeatable(call.target, operation, architecture))
            .map((operation) =>
              problem(
                "unsafe-retry",
                locate(architecture, `services.${service.name}.calls.${call.target}.retries`),
                `${shown(`${call.target}.${operation}`)} is retried, and doing it twice is not the same as once.`,
                {
                  help: "Give the operation `idempotency: key` or `natural`, or leave out `retries`.",
                  related: [
                    {
                      message: "the operation",
                      at: locate(architecture, `services.${call.target}.operations.${operation}`),
                    },
                  ],
                },
              ),
            ),
        ),
    ),
};

/** Whether an operation may be sent twice. Of the resource actions, `create` alone may not: the others are guarded by `If-Match`, or only read. */
function repeatable(target: string, operation: string, { services, integrations }: Architecture): boolean {
  if (operation.includes(".")) return !operation.endsWith(".create");
  const callee = services.find(({ name }) => name === target) ?? integrations.find(({ name }) => name === target);
  const found = callee?.operations.find(({ name }) => name === operation);
  return found === undefined || found.kind === "query" || found.idempotency !== "none";
}
