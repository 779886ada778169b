import type { Event, Field, Operation, Reaction } from "../../model/architecture.ts";
import { camel, kebab, pascal, typescriptString } from "../render/index.ts";
import { arrow, callOf, layout, line, objectOf, type Source } from "./code/layout.ts";
import { typeText } from "./code/types.ts";
import { numberText } from "./methods.ts";
import { entityNames, operationNames } from "./names.ts";
import type { Scope } from "./scope.ts";
import type { Seed } from "./seeds.ts";

/** One operation that runs when an event of another service arrives. */
export interface Heard {
  readonly publisher: string;
  readonly event: Event;
  readonly operation: Operation;
}

export const heardBy = (scope: Scope): readonly Heard[] =>
  scope.service.reacts.flatMap((reaction) => reaction.operations.flatMap((name) => heard(scope, reaction, name)));

const heard = (scope: Scope, reaction: Reaction, name: string): readonly Heard[] => {
  const operation = scope.service.operations.find((one) => one.name === name);
  const publisher = scope.architecture.services.find((one) => one.name === reaction.service);
  const event = publisher?.events.find((one) => one.name === reaction.event);
  return operation === undefined || event === undefined ? [] : [{ publisher: reaction.service, event, operation }];
};

/** Two services may publish events of one name, so each is imported with its service before it. */
export const importedEvent = (service: string, event: string): string => `${camel(service)}${pascal(event)}Event`;

export const importedType = (service: string, event: string): string => `${pascal(service)}${pascal(event)}`;

/** The function that makes an operation's input of an event, where the names do not say it. */
export const mappingName = ({ publisher, event, operation }: Heard): string => `${camel(operation.name)}On${pascal(publisher)}${pascal(event.name)}`;

export const mappingFile = (one: Heard): string => kebab(mappingName(one));

export const subscriptionView = (scope: Scope, one: Heard) => {
  const { publisher, event, operation } = one;
  const input = inputOf(operation, event.fields);
  return {
    event: typescriptString(`${publisher}.${event.name}`),
    name: typescriptString(`${scope.service.name}.${operation.name}`),
    contract: importedEvent(publisher, event.name),
    type: importedType(publisher, event.name),
    timeoutMs: numberText(operation.timeoutMs),
    method: operation.name,
    mapping: input === null ? mapping(one) : null,
    ignored: input === "{}",
    input: input === null ? "" : layout(input, 6, 60 + operation.name.length, 2),
  };
};

/** How the seeded function is asked, and what follows. */
const mapping = (one: Heard) => {
  const checkedEvent = `checked<${importedType(one.publisher, one.event.name)}>(payload)`;
  const call = `clientOf({ ...ports, database }).${one.operation.name}(envelope, input.value)`;
  const flat = `      return input.ok ? ${call} : input;`;
  return {
    input: line(6, "const input = ", callOf(mappingName(one), [checkedEvent]), ";"),
    returned: flat.length <= 120 ? flat : `      return input.ok\n        ? ${call}\n        : input;`,
  };
};

/** Null where some input that must be there is not in the event. */
const inputOf = (operation: Operation, event: readonly Field[]): Source | null => {
  if (operation.transition !== null) {
    const { camel: name } = entityNames({ name: operation.transition.entity });
    const field = event.find((one) => one.name === name && typeText(one.type, "shown") === "string");
    return field === undefined || field.optional ? null : objectOf([["id", `event.${name}`]]);
  }
  const given = operation.input.map((field) => ({ field, source: event.find((one) => fits(one, field)) }));
  if (given.some(({ field, source }) => source === undefined && !field.optional && field.default === undefined)) return null;
  return objectOf(given.filter(({ source }) => source !== undefined).map(({ field }) => [field.name, `event.${field.name}`]));
};

const fits = (from: Field, to: Field): boolean =>
  from.name === to.name && isPlain(from) && typeText(from.type, "shown") === typeText(to.type, "shown") && (!from.optional || to.optional);

/** Types and entities of another service are not this one's, whatever their names. */
const isPlain = ({ type }: Field): boolean => type.kind === "scalar" || type.kind === "enum" || type.kind === "foreign";

export const mappingSeed = (scope: Scope, one: Heard): Seed | null => {
  if (inputOf(one.operation, one.event.fields) !== null) return null;
  const full = `${one.publisher}.${one.event.name}`;
  const type = operationNames(one.operation, scope.service).input;
  const missing = callOf("fail", ['"notWritten"', typescriptString(`What ${one.operation.name} makes of ${full} is still to be written.`)]);
  const text = arrow(`export const ${mappingName(one)} = `, [`_event: ${importedType(one.publisher, one.event.name)}`], `Result<${type}>`, missing);
  return { file: mappingFile(one), body: `/** The input of \`${one.operation.name}\` when ${full} arrives. */\n${text}\n`, written: false };
};
