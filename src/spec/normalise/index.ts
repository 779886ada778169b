import type { Architecture, Json, Service, Tenancy } from "../../model/architecture.ts";
import type { Diagnostic, Location } from "../../model/diagnostic.ts";
import { get, keysIn, keysOf, textOf, type Tree } from "../tree.ts";
import { serviceApiOf, systemApiOf } from "./api.ts";
import { authOf, entityRefOf } from "./auth.ts";
import { type Context, contextOf, entries, oneOf, type Spot, step } from "./context.ts";
import { deployOf } from "./deploy.ts";
import { entitiesOf, typesOf } from "./entities.ts";
import { integrationsOf } from "./integrations.ts";
import { layersOf } from "./layers.ts";
import { callsOf, jobsOf, queuesOf, reactionsOf } from "./links.ts";
import { eventsOf, operationsOf } from "./operations.ts";
import { backupsOf, cacheOf, checkOf, encryptionOf, observabilityOf, replicasOf, requirementsOf } from "./system.ts";
import { unitsOf } from "./units.ts";

/**
 * A tree that fits the schema → the architecture, with every default filled in; types and defaults that make no sense; and
 * the pointers of the fields whose types they are.
 */
export function normalise(
  tree: Tree,
): readonly [Architecture, found: readonly Diagnostic[], untyped: ReadonlySet<string>] {
  const context = contextOf(tree);
  const top: Spot = { node: tree.data, pointer: "" };
  const services = entries(step(top, "services")).map(([name, spot]) => serviceOf(name, spot, context));
  const name = textOf(get(tree.data, "name")) ?? "system";
  const topology = oneOf(get(tree.data, "topology"), [
    "modular-monolith",
    "monolith",
    "microservices",
    "serverless",
    "hybrid",
  ]);
  const auth = authOf(step(top, "auth"), services);
  const units = unitsOf(topology, name, keysOf(get(tree.data, "services")), auth.models, step(step(top, "deploy"), "units"));
  const architecture: Architecture = {
    name,
    description: textOf(get(tree.data, "description")) ?? "",
    topology,
    requirements: requirementsOf(get(tree.data, "requirements")),
    observability: observabilityOf(get(tree.data, "observability"), requirementsOf(get(tree.data, "requirements"))),
    layers: layersOf(step(top, "layers")),
    services,
    integrations: integrationsOf(step(top, "integrations"), context),
    queues: queuesOf(step(top, "queues"), services, units),
    auth,
    tenancy: tenancyOf(get(tree.data, "tenancy")),
    api: systemApiOf(get(tree.data, "api")),
    encryption: encryptionOf(get(tree.data, "data")),
    backups: backupsOf(get(tree.data, "data")),
    replicas: replicasOf(get(tree.data, "data")),
    cache: cacheOf(step(top, "cache")),
    units,
    deploy: deployOf(step(top, "deploy")),
    check: checkOf(get(tree.data, "check")),
    positions: positionsOf(tree),
  };
  return [architecture, context.found, context.untyped];
}

function tenancyOf(node: Json | undefined): Tenancy | null {
  const [by, member] = [entityRefOf(get(node, "by")), entityRefOf(get(node, "member"))];
  return by === null || member === null ? null : { by, member };
}

function serviceOf(name: string, spot: Spot, context: Context): Service {
  const entities = entitiesOf(name, step(spot, "entities"), context);
  const operations = step(spot, "operations");
  return {
    name,
    was: textOf(get(spot.node, "was")) ?? null,
    description: textOf(get(spot.node, "description")) ?? "",
    owner: textOf(get(spot.node, "owner")) ?? null,
    lifecycle: oneOf(get(spot.node, "lifecycle"), ["production", "experimental", "deprecated"]),
    types: typesOf(name, step(spot, "types"), context),
    entities,
    api: serviceApiOf(step(spot, "api"), operations.node),
    operations: operationsOf(name, operations, entities, context),
    events: eventsOf(name, step(spot, "events"), context),
    calls: callsOf(step(spot, "calls"), get(context.tree.data, "integrations")),
    reacts: reactionsOf(step(spot, "reacts")),
    jobs: jobsOf(step(spot, "jobs")),
  };
}

function positionsOf(tree: Tree): ReadonlyMap<string, Location> {
  return new Map([...tree.places].map(([pointer, place]) => [keysIn(pointer).join("."), place]));
}
