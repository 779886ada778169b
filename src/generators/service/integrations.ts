import type { Field, Operation } from "../../model/architecture.ts";
import type { Integration } from "../../model/integration.ts";
import { calledIntegrations } from "../integrations.ts";
import { commentText, pascal, render, typescriptString } from "../render/index.ts";
import { type Declaration, interfaceText } from "./code/declarations.ts";
import { callOf, generic, line, objectOf } from "./code/layout.ts";
import { literal } from "./code/literal.ts";
import { fieldsSource } from "./code/schemas.ts";
import { shownMember } from "./code/types.ts";
import type { Draft } from "./draft.ts";
import { sampleOf } from "../platform/integrations.ts";
import { methodSource } from "./methods.ts";
import { serviceNames } from "./names.ts";
import type { Scope } from "./scope.ts";

/** What a service calls of other people's systems. */
export const integrationsOf = (scope: Scope): readonly Integration[] => calledIntegrations(scope.service, scope.architecture);

/** The port: what the application is promised. */
export const portPath = (scope: Scope, { name }: Integration): string => `${scope.folder("application")}/${name}.port.ts`;

/** The adapter: where it is asked for that. */
export const adapterPath = (scope: Scope, { name }: Integration): string => `${scope.folder()}/integrations/${name}.ts`;

export const integrationName = ({ name }: Pick<Integration, "name">): string => `${serviceNames({ name }).camel}Integration`;

export const integrationFiles = (scope: Scope): readonly Draft[] =>
  integrationsOf(scope).flatMap((one) => [
    { path: portPath(scope, one), body: portBody(one) },
    { path: adapterPath(scope, one), body: adapterBody(one) },
  ]);

/** The test that holds ports and adapters to the stand-ins; none where nothing is called. */
export const integrationTests = (scope: Scope): readonly Draft[] => {
  const called = integrationsOf(scope).map((one) =>
    line(0, "", callOf("describeIntegration", [
      integrationName(one),
      objectOf(one.operations.map(({ name, input }) => [name, literal(sampleOf(input))])),
    ]), ";"));
  return called.length === 0 ? [] : [{ path: `${scope.folder("test")}/integrations.test.ts`, body: called.join("\n\n") }];
};

/** The types of what goes into and comes out of an operation: under the integration's name, since a service may have one of the same name. */
const typesOf = ({ name }: Integration, operation: Operation): { readonly input: string; readonly output: string; readonly interfaces: readonly Declaration[] } => {
  const typed = (fields: readonly Field[], end: string): readonly [name: string, declared: readonly Declaration[]] => {
    if (fields.length === 0) return ["Nothing", []];
    const type = `${pascal(name)}${pascal(operation.name)}${end}`;
    return [type, [interfaceText(type, "", fields.map(shownMember))]];
  };
  const [input, inputs] = typed(operation.input, "Input");
  const [output, outputs] = typed(operation.output, "Output");
  return { input, output, interfaces: [...inputs, ...outputs] };
};

/** The types that a port exports besides its client. */
export const portTypes = (integration: Integration): readonly string[] =>
  integration.operations.flatMap((operation) => typesOf(integration, operation).interfaces.map(({ name }) => name));

const portBody = (integration: Integration): string => {
  const names = serviceNames(integration);
  const methods = integration.operations.map((operation) => ({ operation, ...typesOf(integration, operation) }));
  const opening = `export const ${names.contract}: Contract<${names.client}> =`;
  const whole = `${opening} defineContract<${names.client}>({`.length <= 120;
  const indent = whole ? 0 : 2;
  return render("service/contract.ts.hbs", {
    ...names,
    opening: whole ? `${opening} ` : `${opening}\n  `,
    pad: " ".repeat(indent),
    closing: `${" ".repeat(indent)}});`,
    service: typescriptString(integration.name),
    about: commentText(integration.description === "" ? "Somebody else's system: what this service asks of it." : integration.description),
    interfaces: methods.flatMap(({ interfaces }) => interfaces.map(({ text }) => text)),
    schemas: [],
    members: methods.map(({ operation, input, output }) => ({
      about: commentText(operation.description),
      text: generic(2, `readonly ${operation.name}: Method`, `${input}, ${output}`, ";"),
    })),
    entries: methods.map(({ operation }) =>
      line(4 + indent, `${operation.name}: `, methodSource(operation, fieldsSource(operation.input), fieldsSource(operation.output)), ",")),
    events: `${" ".repeat(2 + indent)}events: {},`,
  });
};

const adapterBody = (integration: Integration): string => {
  const names = serviceNames(integration);
  const endpoints = integration.operations.map(({ name, http }) => [
    name,
    objectOf([["method", typescriptString(http?.method ?? "")], ["path", typescriptString(http?.path ?? "")]]),
  ] as const);
  const entries = endpoints.map(([name, source]) => line(4, `${name}: `, source, ","));
  return [
    `/** Where ${integration.name} is asked. */`,
    `export const ${integrationName(integration)} = defineIntegration<${names.client}>({`,
    `  contract: ${names.contract},`,
    "  endpoints: {",
    ...entries,
    "  },",
    "});",
  ].join("\n");
};
