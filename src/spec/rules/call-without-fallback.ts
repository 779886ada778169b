import type { Architecture, Call, Service } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { demanding, percent } from "../facts/availability.ts";
import { locate } from "../facts/place.ts";
import { unitOf } from "../facts/spread.ts";

export const callWithoutFallback: SpecRule = {
  id: "call-without-fallback",
  severity: "warning",
  find: (architecture) => {
    const { availability } = architecture.requirements;
    // Of two units that are up 99.9 % of the time each, both are up 99.8 %.
    if (availability === undefined || availability < demanding) return [];
    return architecture.services.flatMap((service) =>
      service.calls.flatMap((call) => {
        const way = call.fallback.kind === "fail" ? wayOut(architecture, service, call) : null;
        if (way === null) return [];
        return [
          problem(
            "call-without-fallback",
            locate(architecture, `services.${service.name}.calls.${call.target}`),
            `${shown(service.name)} fails whenever ${shown(call.target)} does, and ${percent(availability)} is promised.`,
            {
              severity: "warning",
              help: way,
              related: [{ message: "the promise", at: locate(architecture, "requirements.availability") }],
            },
          ),
        ];
      }),
    );
  },
};

/** What can stand for the answers of a call that leaves its unit; null where it stays inside, or where nothing can. */
function wayOut(architecture: Architecture, service: Service, call: Call): string | null {
  if (unitOf(architecture, service.name) === unitOf(architecture, call.target)) return null;
  const target = architecture.services.find(({ name }) => name === call.target);
  const called = call.operations.map((name) => target?.operations.find((one) => one.name === name) ?? name);
  const reads = called.every((one) => (typeof one === "string" ? /\.(get|list)$/.test(one) : one.kind === "query"));
  if (reads) return "Write `fallback: cached`, or `fallback: { value: … }` where one answer fits all.";
  const waits = called.every((one) => typeof one !== "string" && one.kind === "command" && one.output.length === 0 && one.idempotency !== "none");
  return waits ? "Write `fallback: queue`: the command is then kept, and sent when the other side is back." : null;
}
