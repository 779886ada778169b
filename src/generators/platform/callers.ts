import type { Architecture, Call } from "../../model/architecture.ts";
import { ownDataHolders } from "../privacy.ts";
import { arrayOf, callOf, line, type Source } from "../service/code/layout.ts";
import { actionMethodName } from "../service/methods.ts";

const text = (value: string): Source => JSON.stringify(value);

/** The name of an operation or a resource action in the client of its service. */
const methodName = (operation: string, target: string, architecture: Architecture): string => {
  const [name, action] = operation.split(".");
  const entity = architecture.services.find((one) => one.name === target)?.entities.find((one) => one.name === name);
  const known = (["list", "get", "create", "update", "delete"] as const).find((one) => one === action);
  return entity === undefined || known === undefined ? operation : actionMethodName(entity, known);
};

const methodsOf = (call: Call, architecture: Architecture): readonly string[] =>
  [...call.operations, ...call.undo.values()].map((operation) => `${call.target}.${methodName(operation, call.target, architecture)}`);

/** What a service that holds rows about users answers besides: see the kernel's `personal-contract.ts`. */
const PERSONAL_METHODS = ["_erasePersonal", "_noteErasure", "_personalData", "_personalRows"];

/** The table of `callers.ts`: who may call a method, sorted by method. */
export const callerTable = (architecture: Architecture): string => {
  const pairs = architecture.services.flatMap((service) =>
    service.calls.filter((call) => architecture.services.some((one) => one.name === call.target)).flatMap((call) => methodsOf(call, architecture).map((method) => [method, service.name] as const)),
  );
  const personal = ownDataHolders(architecture).flatMap((name) => PERSONAL_METHODS.map((method) => [`${name}.${method}`, "accounts"] as const));
  const callers = new Map<string, Set<string>>();
  for (const [method, caller] of [...pairs, ...personal]) {
    callers.set(method, (callers.get(method) ?? new Set()).add(caller));
  }
  const rows = [...callers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([method, names]) => arrayOf([text(method), arrayOf([...names].sort().map(text))]));
  return line(0, "const callers: ReadonlyMap<string, readonly string[]> = ", callOf("new Map", [arrayOf(rows)]), ";");
};

/** The other table: the unit of each service. */
export const homesTable = (architecture: Architecture): string => {
  const homes = architecture.units
    .flatMap((unit) => unit.services.map((service) => [service, unit.name] as const))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, unit]) => arrayOf([text(service), text(unit)]));
  return line(0, "const homes: ReadonlyMap<string, string> = ", callOf("new Map", [arrayOf(homes)]), ";");
};
