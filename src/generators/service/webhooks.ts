import type { Integration } from "../../model/integration.ts";
import { tellingIntegrations } from "../integrations.ts";
import { typescriptString } from "../render/index.ts";
import { callOf, line, objectOf, type Source } from "./code/layout.ts";
import type { Draft } from "./draft.ts";
import { keyOf } from "./events.ts";
import { eventConst } from "./face.ts";
import { eventNames, serviceNames } from "./names.ts";
import type { Scope } from "./scope.ts";

export const webhooksName = ({ name }: Pick<Integration, "name">): string => `${serviceNames({ name }).camel}Webhooks`;

export const webhooksPath = (scope: Scope, { name }: Integration): string => `${scope.folder("api")}/${name}.webhooks.ts`;

/** What other people's systems tell a service: a file a system. */
export const webhookFiles = (scope: Scope): readonly Draft[] =>
  tellingIntegrations(scope.service, scope.architecture).map((one) => ({ path: webhooksPath(scope, one), body: webhooksBody(scope, one) }));

const webhooksBody = (scope: Scope, integration: Integration): string => {
  const events = (integration.webhooks?.events ?? []).flatMap(({ type, event }) => {
    const source = eventSource(scope, event);
    return source === null ? [] : [[type, source] as const];
  });
  return [
    `/** What ${integration.name} tells: each message becomes an event, once for its id. */`,
    `export const ${webhooksName(integration)} = ({ database }: Ports): Webhook => ({`,
    `  sender: ${typescriptString(integration.name)},`,
    "  database,",
    line(2, "events: ", objectOf(events), ","),
    "});",
  ].join("\n");
};

const eventSource = (scope: Scope, name: string): Source | null => {
  const event = scope.service.events.find((one) => one.name === name);
  if (event === undefined) return null;
  const names = eventNames(event);
  const isKeyed = keyOf(scope, event) !== null;
  const made = callOf(names.function, [`checked<${names.type}>(data)`, ...(isKeyed ? [] : ["id"])]);
  return objectOf([
    ["payload", `${eventConst(event.name)}.payload`],
    ["event", arrowOf(isKeyed ? "(data)" : "(data, id)", made)],
  ]);
};

const arrowOf = (parameters: string, body: Source): Source => {
  if (typeof body === "string") return `${parameters} => ${body}`;
  return { ...body, open: `${parameters} => ${body.open}` };
};
