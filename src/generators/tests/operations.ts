import type { Architecture, Operation, Service } from "../../model/architecture.ts";
import { operationPath } from "../paths.ts";
import { kebab } from "../render/index.ts";
import { scopeOf } from "../service/scope.ts";
import type { Callers } from "./callers.ts";
import { array, type Code, layOut, object, text } from "./code.ts";
import type { Creations } from "./creations.ts";
import { inputCode } from "./samples.ts";

/** What the test of a hand-written operation is told, as one object literal; null where nobody calls it from outside. */
export const operationCode = (
  service: Service,
  operation: Operation,
  architecture: Architecture,
  callers: Callers,
  creations: Creations,
): Code | null => {
  const caller = callers.one(`${service.name}.${operation.name}`);
  const path = operationPath(service, operation, architecture);
  if (operation.transition !== null || operation.http === null || caller === null || path === null) return null;
  const needed = operation.input.filter((field) => !field.optional && field.default === undefined);
  const input = layOut(inputCode(needed, { service, creations, place: "shown" }), 2, 24);
  return object([
    ["as", text(caller)],
    ["method", text(operation.http.method)],
    ["path", text(path)],
    ["input", `async () => (${input})`],
    ...(operation.idempotency === "key" ? [["keyed", "true"] as const] : []),
    ["answers", array(answersOf(operation, input).map(String))],
    ["file", text(`${scopeOf(service, architecture).folder("application")}/${kebab(operation.name)}.ts`)],
  ]);
};

/** What it may answer once it is written: as it promises, or that nobody knows the ids that the test makes up. */
const answersOf = (operation: Operation, input: string): readonly number[] => {
  const done = operation.output.length === 0 ? 204 : 200;
  const unknown = input.includes("randomUUID()") ? [404, 409] : [];
  return [...new Set([done, ...unknown, ...operation.errors.map((error) => error.status)])].sort((a, b) => a - b);
};
