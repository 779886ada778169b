import type { Architecture, Operation, Service } from "../../model/architecture.ts";
import { isAsked } from "../paths.ts";
import type { Callers } from "./callers.ts";
import { type Code, object, text } from "./code.ts";
import type { Creations } from "./creations.ts";
import { operationCode } from "./operations.ts";
import { resourceCode } from "./resources.ts";
import { restrictedFields } from "./restricted.ts";
import { type Case, casesFile } from "./service-test.ts";
import { transitionCode } from "./transitions.ts";

const rpcPath = (service: Service, operation: Pick<Operation, "name">): string => `/rpc/${service.name}.${operation.name}`;

/** `test/rpc.test.ts`: what is called by name, called so; null where nothing is. */
export const rpcTest = (architecture: Architecture, callers: Callers, creations: Creations): string | null => {
  const cases = architecture.services
    .filter((service) => isAsked(service, "rpc"))
    .flatMap((service) => [
      ...service.api.resources.flatMap((one) =>
        named("namedResource", `${service.name}.${one.entity}`, only(resourceCode(service, one, architecture, callers, creations), ["as", "input", "change", "cached", "kept"], rpcPath(service, { name: one.entity }))),
      ),
      ...service.api.resources.flatMap((one) =>
        restrictedFields(service, one, architecture).map(({ field, seenBy, hiddenFrom }) => ({
          suite: "namedRestricted",
          name: `${service.name}.${one.entity}.${field}`,
          about: object([["path", text(rpcPath(service, { name: `${one.entity}.list` }))], ["field", text(field)], ["seenBy", text(seenBy)], ["hiddenFrom", text(hiddenFrom)]]),
        })),
      ),
      ...service.operations.flatMap((one) =>
        named("namedTransition", `${service.name}.${one.name}`, only(transitionCode(service, one, architecture, callers, creations, rpcPath), ["as", "create", "after", "moves", "answers"], rpcPath(service, one))),
      ),
      ...service.operations.flatMap((one) =>
        named("operation", `${service.name}.${one.name} by name`, posted(operationCode(service, one, architecture, callers, creations), rpcPath(service, one))),
      ),
    ]);
  return cases.length === 0 ? null : casesFile(cases, creations);
};

const named = (suite: string, name: string, about: Code | null): readonly Case[] => (about === null ? [] : [{ suite, name, about }]);

const fieldsOf = (code: Code | null): readonly (readonly [string, Code])[] | null =>
  code === null || typeof code === "string" || "items" in code ? null : code.fields;

/** Of what a test of paths is told, what a test of names has use for. */
const only = (code: Code | null, names: readonly string[], path: string): Code | null => {
  const fields = fieldsOf(code);
  return fields === null ? null : object([["path", text(path)], ...fields.filter(([name]) => names.includes(name))]);
};

/** An operation without an input takes no body, by its name as by its path. */
const posted = (code: Code | null, path: string): Code | null => {
  const changed = new Map([["method", text("POST")], ["path", text(path)]]);
  const fields = fieldsOf(code);
  return fields === null ? null : object(fields.map(([name, value]) => [name, changed.get(name) ?? value] as const));
};

