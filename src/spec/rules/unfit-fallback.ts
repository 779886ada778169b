import type { Architecture, Call, Json, Operation } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const unfitFallback: SpecRule = {
  id: "unfit-fallback",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.calls.flatMap((call) =>
        call.operations.flatMap((operation) => {
          const why = faultOf(call, operation, architecture);
          if (why === null) return [];
          const at = locate(architecture, `services.${service.name}.calls.${call.target}.fallback`);
          return [
            problem("unfit-fallback", at, `${shown(`${call.target}.${operation}`)} ${why}.`, {
              help: "Write `fallback: fail`, or call it in another way.",
            }),
          ];
        }),
      ),
    ),
};

function faultOf(call: Call, operation: string, { services, integrations }: Architecture): string | null {
  const { target, fallback } = call;
  if (fallback.kind === "fail") return null;
  const callee = services.find(({ name }) => name === target) ?? integrations.find(({ name }) => name === target);
  const found = callee?.operations.find(({ name }) => name === operation);
  const reads = operation.includes(".") ? /\.(get|list)$/.test(operation) : found?.kind === "query";
  const answers = found === undefined ? operation.includes(".") : found.output.length > 0;
  if (fallback.kind === "cached") return reads ? null : "changes something, so that no cached answer can stand for it";
  if (fallback.kind === "value") {
    if (!reads) return "changes something, so that no fixed answer can stand for it";
    return found === undefined || fits(fallback.value, found) ? null : "answers other fields than the value has";
  }
  if (reads || answers) return "gives an answer, so that it cannot wait in a queue";
  const idempotency = found?.idempotency ?? "none";
  if (idempotency === "none") return "may have taken effect before it waits, and would take effect twice";
  return call.undo.has(operation) ? "is taken back where the write fails, and what takes it back could overtake it" : null;
}

/** Whether the value has every field of the answer that is not optional, and no other. */
function fits(value: Json, { output }: Operation): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value);
  return (
    names.every((name) => output.some((field) => field.name === name)) &&
    output.every((field) => field.optional || names.includes(field.name))
  );
}
