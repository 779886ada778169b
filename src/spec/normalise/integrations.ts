import type { Json, Operation, Type } from "../../model/architecture.ts";
import type { Integration } from "../../model/integration.ts";
import { get, keysOf, textOf } from "../tree.ts";
import { type Context, entries, type Spot, step } from "./context.ts";
import { operationOf, withPathFields } from "./operations.ts";
import { milliseconds } from "./quantities.ts";

const schemes = ["bearer", "basic", "apiKey"] as const;
/** An id as others make them: a text without an end that they promise. */
const foreignId: Type = { kind: "scalar", name: "string", min: 1 };

export function integrationsOf(spot: Spot, context: Context): readonly Integration[] {
  return entries(spot).map(([name, integration]) => {
    const { node } = integration;
    const timeoutMs = milliseconds(get(node, "timeout"));
    const operations = step(integration, "operations");
    return {
      name,
      description: textOf(get(node, "description")) ?? "",
      baseUrl: textOf(get(node, "baseUrl")) ?? "",
      auth: authOf(get(node, "auth")),
      webhooks: webhooksOf(get(node, "webhooks")),
      operations: keysOf(operations.node).map((key) => offered(name, key, step(operations, key), timeoutMs, context)),
    };
  });
}

function authOf(node: Json | undefined): Integration["auth"] {
  const scheme = schemes.find((one) => get(node, one) !== undefined);
  return scheme === undefined ? null : { scheme, secret: textOf(get(node, scheme)) ?? "" };
}

function webhooksOf(node: Json | undefined): Integration["webhooks"] {
  if (node === undefined) return null;
  const events = get(node, "events");
  return {
    secret: textOf(get(node, "secret")) ?? "",
    events: keysOf(events).map((type) => {
      const [service = "", event = ""] = (textOf(get(events, type)) ?? "").split(".");
      return { type, service, event };
    }),
  };
}

function offered(integration: string, name: string, spot: Spot, timeoutMs: number | undefined, context: Context): Operation {
  const operation = operationOf(integration, name, spot, null, context);
  const own = milliseconds(get(spot.node, "timeout")) ?? timeoutMs ?? operation.timeoutMs;
  const { input } = operation;
  // Ids in a path are those of other people: they need not be UUIDs.
  const given = new Set(keysOf(get(spot.node, "input")));
  const written = input.filter((field) => given.has(field.name));
  return { ...operation, timeoutMs: own, input: withPathFields(written, operation.http?.path ?? "", foreignId) };
}
