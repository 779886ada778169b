import type { Architecture, Call, OperationRef, Service } from "../../model/architecture.ts";
import type { RemoteCall } from "../../model/footprint.ts";
import { unitOf } from "../apps/services.ts";
import { DEFAULT_TIMEOUT_MS } from "../stopping.ts";

/** A resource action is not repeated by itself but where it only reads. */
const READS = ["list", "get"];

/** Every call that a spec allows and that leaves the unit of its caller, sorted by caller and method. */
export const remoteCalls = (architecture: Architecture): readonly RemoteCall[] =>
  architecture.services
    .flatMap((service) => service.calls.flatMap((call) => callsOf(service, call, architecture)))
    .sort((a, b) => (`${a.caller} ${a.method}` < `${b.caller} ${b.method}` ? -1 : 1));

const callsOf = (service: Service, call: Call, architecture: Architecture): readonly RemoteCall[] => {
  const callee = architecture.services.find((one) => one.name === call.target);
  const isNear = unitOf(call.target, architecture) === unitOf(service.name, architecture);
  if (callee === undefined || isNear) return [];
  return call.operations.map((operation) => {
    const { timeoutMs, ...says } = contractOf(callee, operation);
    return {
      caller: service.name,
      method: `${call.target}.${operation}`,
      within: within(service, { service: call.target, operation }),
      ...says,
      timeoutMs: Math.min(timeoutMs, call.timeoutMs ?? timeoutMs),
      retries: call.retries,
      breaker: call.breaker,
      fallback: call.fallback.kind,
      undo: call.undo.get(operation) ?? null,
    };
  });
};

const contractOf = (callee: Service, name: string): Pick<RemoteCall, "kind" | "idempotency" | "timeoutMs"> => {
  const operation = callee.operations.find((one) => one.name === name);
  if (operation !== undefined) {
    const { kind, idempotency, timeoutMs } = operation;
    return { kind, idempotency, timeoutMs };
  }
  const [entity, action = ""] = name.split(".");
  const options = callee.api.resources.find((one) => one.entity === entity)?.actions.find((one) => one.action === action);
  const reads = READS.includes(action);
  return { kind: reads ? "query" : "command", idempotency: reads ? "natural" : "none", timeoutMs: options?.timeoutMs ?? DEFAULT_TIMEOUT_MS };
};

const within = (service: Service, ref: OperationRef): readonly string[] => {
  const uses = (one: { readonly uses: readonly OperationRef[] }): boolean =>
    one.uses.some((other) => other.service === ref.service && other.operation === ref.operation);
  const actions = service.api.resources.flatMap(({ entity, actions: all }) => all.filter(uses).map(({ action }) => `${entity}.${action}`));
  return [...actions, ...service.operations.filter(uses).map(({ name }) => name)].map((name) => `${service.name}.${name}`);
};
