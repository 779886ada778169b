import type { Architecture, Json } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { get } from "../tree.ts";
import { locate } from "../facts/place.ts";

export const unsafeRetry: SpecRule = {
  id: "unsafe-retry",
  severity: "error",
  find: (architecture, spec) =>
    architecture.services.flatMap((service) =>
      service.calls
        .filter((call) => call.retries > 0)
        .flatMap((call) =>
          call.operations
            .filter((operation) => !repeatable(call.target, operation, architecture, spec))
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
function repeatable(target: string, operation: string, { services }: Architecture, spec: Json): boolean {
  const service = services.find(({ name }) => name === target);
  if (service === undefined) {
    const outside = get(spec, "integrations", target, "operations", operation);
    const idempotency = get(outside, "idempotency");
    return (
      outside === undefined || get(outside, "kind") === "query" || (idempotency !== undefined && idempotency !== "none")
    );
  }
  if (operation.includes(".")) return !operation.endsWith(".create");
  const found = service.operations.find(({ name }) => name === operation);
  return found === undefined || found.kind === "query" || found.idempotency !== "none";
}
