import type { Entity, Field, Operation, OperationRef } from "../../model/architecture.ts";
import { calleeNamed } from "../integrations.ts";
import { commentText, pascal, render, typescriptString } from "../render/index.ts";
import { arrayOf, arrow, arrowBody, callOf, line, objectOf, parametersOf, type Source } from "./code/layout.ts";
import { operationOf } from "./errors.ts";
import { childrenSource, itemOf, sourceOf } from "./matching.ts";
import { entityNames, serviceNames } from "./names.ts";
import { scopeOf, type Scope } from "./scope.ts";
import { notWritten, type Seed } from "./seeds.ts";
import { onlyThrough } from "./states.ts";
import { rowsSource } from "./tenants.ts";
import type { UseCase } from "./use-case.ts";

/** The function that says what is called elsewhere before a use case writes. */
export const stepsName = (one: UseCase): string => `stepsOf${pascal(one.word)}`;

/** The name of its file, without the ending. */
export const stepsFile = (one: UseCase): string => {
  const { file } = entityNames({ name: one.word });
  return one.transition === null ? `steps-of-${file}` : file;
};

/** How a use case runs its steps, and how it sees whether its row is as wished all the same; null where it has none. */
export const stepsView = (entity: Entity, one: UseCase) => {
  if (one.uses.length === 0) return null;
  const row = one.action === "create" ? "created" : "found.value";
  const id = one.action === "create" ? "created.id" : "id";
  return {
    found: line(2, "const steps = ", callOf(stepsName(one), ["ports", row]), ";"),
    now: line(6, "const now = await ", callOf(`${rowsSource(entity)}.get`, ["ports.database", id]), ";"),
    ...standsView(entity, one),
  };
};

const standsView = (entity: Entity, one: UseCase): { readonly reached: string | null; readonly stands: string } => {
  if (one.transition !== null) {
    const { transition } = one.transition;
    const states = onlyThrough(entity, transition).map(typescriptString);
    return { reached: line(6, "const reached = ", arrayOf(states), ";"), stands: `now !== null && reached.includes(now.${transition.field})` };
  }
  if (one.action === "update") return { reached: null, stands: "now?.version === changed.version && now.updatedAt === changed.updatedAt" };
  return { reached: null, stands: one.action === "delete" ? "now === null" : "now !== null" };
};

/** What a use case calls elsewhere before it writes, with the way back of each call. */
export const stepsSeed = (scope: Scope, entity: Entity, one: UseCase): Seed | null => {
  if (one.uses.length === 0) return null;
  const steps = one.uses.map((ref) => stepView(scope, entity, ref));
  const written = steps.every((step) => step !== null);
  const names = entityNames(entity);
  const prefix = `export const ${stepsName(one)} = `;
  const result = "Result<readonly SagaStep[]>";
  const mark = written ? "" : "_";
  const parameters = [`${mark}ports: Ports`, `${mark}row: ${names.type}`];
  const body = render("service/steps.ts.hbs", {
    written,
    what: commentText(`What is called elsewhere, in this order, before \`${one.word}\` writes ${names.anEntity}; and what takes each call back.`),
    head: line(0, prefix, parametersOf(parameters), `: ${result} =>`),
    notWritten: arrow(prefix, parameters, result, notWritten(`What ${scope.service.name}.${one.word} calls`)),
    steps,
  });
  return { file: stepsFile(one), body, written };
};

/** Null where the entity's row does not say by its names what the call or its way back takes. */
const stepView = (scope: Scope, entity: Entity, ref: OperationRef) => {
  const undo = undoOf(scope, ref);
  const run = callSource(scope, entity, ref);
  const back = undo === null ? "null" : callSource(scope, entity, undo);
  if (run === null || back === null) return null;
  return {
    name: typescriptString(`${ref.service}.${ref.operation}`),
    run: arrowBody(6, "run: (envelope) =>", run, ","),
    undo: undo === null ? "      undo: null," : arrowBody(6, "undo: (envelope) =>", back, ","),
  };
};

/** The operation that takes another back, where the spec names it. */
const undoOf = (scope: Scope, ref: OperationRef): OperationRef | null => {
  const operation = scope.service.calls.find((call) => call.target === ref.service)?.undo.get(ref.operation);
  return operation === undefined ? null : { service: ref.service, operation };
};

const callSource = (scope: Scope, entity: Entity, ref: OperationRef): Source | null => {
  const operation = operationOf(scope.architecture, ref);
  const target = calleeNamed(scope.architecture, ref.service);
  if (operation === null || target === undefined) return null;
  const service = scope.architecture.services.find((one) => one.name === ref.service);
  const types = service === undefined ? () => [] : (name: string) => scopeOf(service, scope.architecture).type(name).fields;
  const input = inputOf(scope, entity, operation, types);
  return input === null ? null : callOf(`ports.${serviceNames(target).port}.${ref.operation}`, ["envelope", input]);
};

const inputOf = (scope: Scope, entity: Entity, operation: Operation, fieldsOfType: (name: string) => readonly Field[]): Source | null => {
  if (operation.transition !== null) {
    const name = entityNames({ name: operation.transition.entity }).camel;
    const source = sourceOf(entity, { name, type: { kind: "scalar", name: "uuid" }, optional: false }, "row");
    return source === null ? null : objectOf([["id", source]]);
  }
  const values = operation.input.map((field): readonly [string, Source] | null | undefined => {
    const item = itemOf(field.type);
    const fields = item?.kind === "type" ? fieldsOfType(item.type) : null;
    const source = fields === null ? sourceOf(entity, field, "row") : childrenSource(entity, scope.entity, field, fields, "row");
    if (source !== null) return [field.name, source];
    return field.optional || field.default !== undefined ? undefined : null;
  });
  return values.includes(null) ? null : objectOf(values.filter((value) => value !== null && value !== undefined));
};
