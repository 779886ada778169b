import type { Event } from "../../model/architecture.ts";
import { camel, commentText, render, typescriptString } from "../render/index.ts";
import { type Declaration, interfaceText, neededBy } from "./code/declarations.ts";
import { generic, line, objectOf } from "./code/layout.ts";
import { fieldsSource, schemaName } from "./code/schemas.ts";
import { shownMember } from "./code/types.ts";
import { methodsOf } from "./methods.ts";
import { serviceNames, typeName } from "./names.ts";
import { answersForUsers, type Scope } from "./scope.ts";
import { entityInterfaces, entitySchemas } from "./shapes.ts";

/** The text of contract.ts: what other services may call and hear. */
export const faceBody = (scope: Scope): string => {
  const methods = methodsOf(scope);
  const members = methods.map((method) => ({
    about: commentText(method.description),
    text: generic(2, `readonly ${method.name}: Method`, `${method.input}, ${method.output}`, ";"),
  }));
  const names = serviceNames(scope.service);
  const opening = `export const ${names.contract}: Contract<${names.client}> =`;
  const whole = `${opening} defineContract<${names.client}>({`.length <= 120;
  const indent = whole ? 0 : 2;
  const personal = answersForUsers(scope) ? [`${" ".repeat(4 + indent)}...personalMethods,`] : [];
  const entries = [...personal, ...methods.map((method) => line(4 + indent, `${method.name}: `, method.source, ","))];
  return render("service/contract.ts.hbs", {
    ...names,
    opening: whole ? `${opening} ` : `${opening}\n  `,
    pad: " ".repeat(indent),
    closing: `${" ".repeat(indent)}});`,
    service: typescriptString(scope.service.name),
    about: commentText(scope.service.description),
    interfaces: faceInterfaces(scope).map((one) => one.text),
    schemas: faceSchemas(scope).map((one) => one.text),
    members,
    entries,
    events: line(2 + indent, "events: ", objectOf(scope.service.events.map((event) => [event.name, eventConst(event.name)])), ","),
  });
};

/** The types that methods and events speak of. */
export const faceInterfaces = (scope: Scope): readonly Declaration[] => {
  const methods = methodsOf(scope);
  const own = [
    ...methods.flatMap((method) => method.interfaces),
    ...scope.service.events.map((event) => interfaceText(typeName(event.name), commentText(event.description), event.fields.map(shownMember))),
  ];
  const types = scope.service.types.map((type) =>
    interfaceText(typeName(type.name), commentText(type.description), type.fields.map(shownMember)));
  const entities = scope.roots.flatMap((entity) => entityInterfaces(scope, entity));
  const words = [...own, ...types].map((one) => one.text).join("\n");
  const signatures = methods.map((method) => `Method<${method.input}, ${method.output}>`).join("\n");
  return [...types, ...neededBy(`${words}\n${signatures}`, entities), ...own];
};

/** The schemas that methods and events speak of, all of them exported. */
export const faceSchemas = (scope: Scope): readonly Declaration[] => {
  const types = scope.service.types.map((type) => ({
    name: schemaName(type.name),
    text: line(0, `export const ${schemaName(type.name)} = `, fieldsSource(type.fields), ";"),
  }));
  const entities = scope.roots.flatMap((entity) => entitySchemas(scope, entity));
  const events = scope.service.events.map(eventDeclaration);
  const entries = methodsOf(scope).map((method) => line(0, "", method.source, ""));
  return neededBy([...events.map((one) => one.name), ...entries].join("\n"), [...types, ...entities, ...events]);
};

/** The name under which a contract exports one of its events. */
export const eventConst = (event: string): string => `${camel(event)}Event`;

const eventDeclaration = (event: Event): Declaration => ({
  name: eventConst(event.name),
  text: line(
    0,
    `export const ${eventConst(event.name)}: EventContract = `,
    objectOf([["version", String(event.version)], ["payload", fieldsSource(event.fields)]]),
    ";",
  ),
});
