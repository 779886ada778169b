import type { ActionOptions, Json, Resource, ResourceAction, ServiceApi, SystemApi } from "../../model/architecture.ts";
import { get, isList, textOf, textsOf } from "../tree.ts";
import { entries, oneOf, type Spot, someOf, step } from "./context.ts";
import { deprecationOf, usesOf } from "./operations.ts";
import { bytes, milliseconds, rateLimit } from "./quantities.ts";

const actions: readonly ResourceAction[] = ["list", "get", "create", "update", "delete"];
const defaultMax = 100;
const defaultBodyLimit = 64 * 1024;

/** `operations` of the same service may give keys to a resource action, as `Order.delete`. */
export function serviceApiOf(spot: Spot, operations: Json | undefined): ServiceApi {
  const styles = someOf(get(spot.node, "style"), ["rest", "graphql", "rpc"] as const);
  return {
    styles: styles.length === 0 ? ["rest"] : styles,
    version: textOf(get(spot.node, "version")) ?? "v1",
    basePath: (textOf(get(spot.node, "basePath")) ?? "").replace(/\/$/, ""),
    resources: entries(step(spot, "resources")).map(([entity, { node }]) => resourceOf(entity, node, operations)),
    rateLimit: rateLimit(get(spot.node, "rateLimit")),
  };
}

function resourceOf(entity: string, node: Json | undefined, operations: Json | undefined): Resource {
  const listed = isList(node) ? node : get(node, "actions");
  const filter = get(node, "filter");
  return {
    entity,
    actions: someOf(listed, actions).map((action) => actionOf(action, get(operations, `${entity}.${action}`))),
    filter: filter === undefined ? null : textsOf(filter),
    search: textsOf(get(node, "search")),
    max: Number(get(node, "max") ?? defaultMax),
  };
}

function actionOf(action: ResourceAction, node: Json | undefined): ActionOptions {
  return {
    action,
    emits: textsOf(get(node, "emits")),
    uses: usesOf(get(node, "uses")),
    timeoutMs: milliseconds(get(node, "timeout")) ?? null,
    deprecated: deprecationOf(get(node, "deprecated")),
    description: textOf(get(node, "description")) ?? "",
  };
}

export function systemApiOf(node: Json | undefined): SystemApi {
  return {
    versioning: oneOf(get(node, "versioning"), ["path", "header"]),
    rateLimit: rateLimit(get(node, "rateLimit")),
    bodyLimitBytes: bytes(get(node, "bodyLimit")) ?? defaultBodyLimit,
    cors: textsOf(get(node, "cors")),
  };
}
