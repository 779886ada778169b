import type { Event, Field, Operation, Service } from "../../model/architecture.ts";
import { partsOfMessage } from "../impact/message.ts";
import { typeText } from "../impact/types.ts";
import type { Scope } from "./scope.ts";

/** What code that is written by hand must fit, a line each: it is looked at again where one of them changes. */
export type Fit = readonly string[];

/** Of the use case of an operation: what it takes and answers, how it may fail, what it publishes and calls. */
export const operationFit = ({ service }: Scope, { input, output, errors, emits, uses }: Operation): Fit => [
  ...fieldLines("takes", service, input, "given"),
  ...fieldLines("answers", service, output, "shown"),
  ...errors.map(({ name }) => `fails with ${name}`),
  ...emits.map((event) => `publishes ${event}`),
  ...uses.map((used) => `calls ${JSON.stringify(used)}`),
];

/** Of what tells an event of an entity, or makes the input of an operation of it. */
export const eventFit = ({ service, architecture }: Scope, publisher: string, event: Event): Fit =>
  fieldLines("hears", architecture.services.find(({ name }) => name === publisher) ?? service, event.fields, "shown");

const fieldLines = (verb: string, service: Service, fields: readonly Field[], side: "given" | "shown"): Fit =>
  partsOfMessage(service, fields, side, "").map(({ path, type, needed }) => `${verb} ${path}${needed ? "" : "?"}: ${typeText(type)}`);
