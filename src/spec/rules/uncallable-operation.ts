import type { Architecture } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { operationNames } from "../normalise/auth.ts";
import { locate } from "../facts/place.ts";

export const uncallableOperation: SpecRule = {
  id: "uncallable-operation",
  severity: "warning",
  find: (architecture) => {
    const reached = reachedNames(architecture);
    return operationNames(architecture.services)
      .filter((name) => !reached.has(name))
      .map((name) =>
        problem(
          "uncallable-operation",
          locate(architecture, pathOf(name, architecture)),
          `Nobody may call ${shown(name)}: no role has it, no service calls it, no event or job starts it.`,
          {
            severity: "warning",
            help: "Grant it under `auth.roles`, call it, or delete it.",
          },
        ),
      );
  },
};

function reachedNames(architecture: Architecture): ReadonlySet<string> {
  const { auth, services } = architecture;
  const granted = [...auth.anonymous, ...auth.roles.flatMap((role) => role.may)].flatMap((grant) => grant.operations);
  const open = auth.models.includes("none")
    ? operationNames(services).filter((name) => hasRoute(name, architecture))
    : [];
  const fromGrants = granted.filter((name) => hasRoute(name, architecture));
  const called = services.flatMap((service) =>
    service.calls.flatMap((call) => call.operations.map((name) => `${call.target}.${name}`)),
  );
  const started = services.flatMap((service) =>
    [...service.reacts.flatMap((reaction) => reaction.operations), ...service.jobs.map((job) => job.operation)].map(
      (name) => `${service.name}.${name}`,
    ),
  );
  return new Set([...open, ...fromGrants, ...called, ...started]);
}

/** An operation without `http` has no route, whoever was granted it. */
function hasRoute(name: string, { services }: Architecture): boolean {
  const [service, operation, action] = name.split(".");
  if (action !== undefined) return true;
  return services.find((one) => one.name === service)?.operations.find((one) => one.name === operation)?.http != null;
}

function pathOf(name: string, architecture: Architecture): string {
  const [service = "", operation = "", action] = name.split(".");
  if (action !== undefined) return `services.${service}.api.resources.${operation}`;
  const move = architecture.services
    .find((one) => one.name === service)
    ?.operations.find((one) => one.name === operation)?.transition;
  const path = `services.${service}.operations.${operation}`;
  if (move == null || architecture.positions.has(path)) return path;
  return `services.${service}.entities.${move.entity}.transitions.${move.transition.field}.${move.transition.name}`;
}
