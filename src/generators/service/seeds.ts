import type { Entity, Event, Field, Operation, OperationRef } from "../../model/architecture.ts";
import { commentText, pascal, render, typescriptString } from "../render/index.ts";
import { arrow, callOf, head, line, objectOf, type Source } from "./code/layout.ts";
import { operationOf } from "./errors.ts";
import { payloadOf } from "./events.ts";
import { childrenSource, itemOf, sourceOf } from "./matching.ts";
import { entityNames, eventNames, operationNames, serviceNames, typeName } from "./names.ts";
import { scopeOf, type Scope } from "./scope.ts";
import { hasUndo, undoOf } from "./undo.ts";
import type { UseCase } from "./use-cases.ts";

/** A seeded function: its text, and whether it answers `notWritten` as it is. */
export interface Seed {
  readonly file: string;
  readonly body: string;
  readonly written: boolean;
}

/** The use case of an operation that is written by hand. */
export const operationSeed = (scope: Scope, operation: Operation): Seed => {
  const names = operationNames(operation, scope.service);
  const full = `${scope.service.name}.${operation.name}`;
  const input = operation.input.length === 0 ? "Nothing" : names.input;
  const output = operation.output.length === 0 ? "Nothing" : names.output;
  const comment = commentText(operation.description === "" ? `${full}, to be written by hand.` : operation.description);
  const parameters = ["_ports: Ports", "_envelope: Envelope", `_input: ${input}`];
  const text = arrow(`export const ${names.function} = async `, parameters, `Promise<Result<${output}>>`, notWritten(full));
  return { file: names.file, body: `/** ${comment} */\n${text}\n`, written: false };
};

const notWritten = (what: string): Source => callOf("fail", ['"notWritten"', typescriptString(`${what} is still to be written.`)]);

/** What an event says of an entity, where the names alone do not tell. */
export const eventSeed = (scope: Scope, entity: Entity, event: Event): Seed | null => {
  if (payloadOf(entity, event, "row") !== null) return null;
  const names = eventNames(event);
  const full = `${scope.service.name}.${event.name}`;
  const text = arrow(
    `export const describe${pascal(event.name)} = `,
    [`_row: ${typeName(entity.name)}`],
    `Result<${names.type}>`,
    notWritten(`The payload of ${full}`),
  );
  return { file: `describe-${entityNames({ name: event.name }).file}`, body: `/** What ${full} says of ${entityNames(entity).anEntity}. */\n${text}\n`, written: false };
};

/** The calls that a use case makes before it writes, and how they are taken back. */
export const callsSeed = (scope: Scope, entity: Entity, one: UseCase): Seed | null => {
  if (one.uses.length === 0) return null;
  const calls = one.uses.map((ref) => callView(scope, entity, one, ref));
  const undone = one.uses.flatMap((ref) => undoOf(scope, ref).map((back) => callView(scope, entity, one, back)));
  const written = calls.every((call) => call !== null);
  const names = entityNames(entity);
  const parameters = (used: boolean): readonly string[] => {
    const mark = used ? "" : "_";
    return [`${mark}ports: Ports`, `${mark}envelope: Envelope`, `${mark}row: ${names.type}`];
  };
  const body = render("service/calls.ts.hbs", {
    written,
    what: commentText(`What is called elsewhere before \`${one.word}\` writes ${names.anEntity}; a failure leaves it as it is.`),
    head: head(`export const before${pascal(one.word)} = async `, parameters(written), "Promise<Result<null>>"),
    notWritten: line(2, "return ", notWritten(`What ${scope.service.name}.${one.word} calls`), ";"),
    calls,
    undo: !hasUndo(scope, one) ? null : {
      what: commentText(`Takes the calls back where the ${names.spoken} could not be written after all.`),
      head: head(`export const undo${pascal(one.word)} = async `, parameters(written && undone.some((call) => call !== null)), "Promise<void>"),
      empty: arrow(`export const undo${pascal(one.word)} = async `, parameters(false), "Promise<void>", "{}").replace(" ({});", " {};"),
      calls: written ? undone.filter((call) => call !== null) : [],
    },
  });
  return { file: one.transition === null ? `calls-of-${entityNames({ name: one.word }).file}` : entityNames({ name: one.word }).file, body, written };
};

/** One call with the input that the entity's row gives; null where the names do not say it. */
const callView = (scope: Scope, entity: Entity, one: UseCase, ref: OperationRef) => {
  const operation = operationOf(scope.architecture, ref);
  const target = scope.architecture.services.find((service) => service.name === ref.service);
  if (operation === null || target === undefined) return null;
  const input = inputOf(scope, entity, operation, scopeOf(target, scope.architecture));
  if (input === null) return null;
  const key = `\`${one.word}-\${row.id}-\${row.version}\``;
  const envelope = operation.idempotency === "key" ? `keyed(envelope, ${key})` : "envelope";
  const call = callOf(`await ports.${serviceNames(target).port}.${ref.operation}`, [envelope, input]);
  const local = operationNames(operation, target).function;
  return { local, bound: line(2, `const ${local} = `, call, ";"), bare: line(2, "", call, ";") };
};

const inputOf = (scope: Scope, entity: Entity, operation: Operation, callee: Scope): Source | null => {
  if (operation.transition !== null) {
    const id: Field = { ...BLANK, name: entityNames({ name: operation.transition.entity }).camel };
    const source = sourceOf(entity, id, "row");
    return source === null ? null : objectOf([["id", source]]);
  }
  const values = operation.input.map((field): readonly [string, Source] | null | undefined => {
    const item = itemOf(field.type);
    const fields = item?.kind === "type" ? callee.type(item.type).fields : null;
    const source = fields === null ? sourceOf(entity, field, "row") : childrenSource(entity, scope.entity, field, fields, "row");
    if (source !== null) return [field.name, source];
    return field.optional || field.default !== undefined ? undefined : null;
  });
  return values.includes(null) ? null : objectOf(values.filter((value) => value !== null && value !== undefined));
};

const BLANK: Field = {
  name: "",
  was: null,
  description: "",
  type: { kind: "scalar", name: "uuid" },
  optional: false,
  unique: false,
  sensitivity: null,
  encrypt: false,
  set: "always",
};
