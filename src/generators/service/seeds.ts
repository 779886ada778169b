import type { Entity, Event, Operation } from "../../model/architecture.ts";
import { commentText, pascal, typescriptString } from "../render/index.ts";
import { arrow, callOf, type Source } from "./code/layout.ts";
import { payloadOf } from "./events.ts";
import { entityNames, eventNames, operationNames, typeName } from "./names.ts";
import type { Scope } from "./scope.ts";

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

/** The answer of what a hand has still to write. */
export const notWritten = (what: string): Source => callOf("fail", ['"notWritten"', typescriptString(`${what} is still to be written.`)]);

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
