import type { ServiceApi, SystemApi } from "./api.ts";
import type { Auth } from "./auth.ts";
import type { Deploy } from "./deploy.ts";
import type { Location } from "./diagnostic.ts";
import type { Field, Json, Sensitivity } from "./field.ts";
import type { Integration } from "./integration.ts";
import type { Operation, Transition } from "./operation.ts";
import type { Queue } from "./queue.ts";

export type { ActionOptions, Deprecation, HttpMethod, OperationRef, RateLimit, Resource, ResourceAction, ServiceApi, SystemApi } from "./api.ts";
export type { Field, Json, Sensitivity } from "./field.ts";
export type { Operation, Transition } from "./operation.ts";
export type { ScalarName, Type } from "./type.ts";

/**
 * The spec after parsing and normalising: every shorthand expanded, every default filled in, every reference
 * resolved to a name that exists. All lists are sorted as written in the spec unless said otherwise; nothing after
 * `spec/` reads YAML. Durations are milliseconds, sizes bytes, percentages fractions of one.
 */
export interface Architecture {
  readonly name: string;
  readonly description: string;
  readonly topology: Topology;
  readonly requirements: Requirements;
  readonly layers: readonly Layer[];
  readonly services: readonly Service[];
  readonly queues: readonly Queue[];
  readonly integrations: readonly Integration[];
  readonly auth: Auth;
  readonly tenancy: Tenancy | null;
  readonly api: SystemApi;
  readonly encryption: Encryption;
  /** Null where the spec asks for none. */
  readonly backups: Backups | null;
  /** How many databases follow the primary, for queries to read from. */
  readonly replicas: number;
  readonly cache: Cache;
  readonly observability: Observability;
  readonly units: readonly Unit[];
  readonly deploy: Deploy;
  readonly check: CheckOptions;
  /** Whether the project has tables from before, which stay though the spec may ask for none. Known where a project is rendered. */
  readonly keepsTables?: boolean;
  /** Where each part of the spec stands, by its path as `services.orders.entities.Order`. */
  readonly positions: ReadonlyMap<string, Location>;
}

/** Whose data rows are. The row of a tenant has the id that all its rows are marked with. */
export interface Tenancy {
  readonly by: { readonly service: string; readonly entity: string };
  readonly member: { readonly service: string; readonly entity: string };
}

export type Topology = "monolith" | "modular-monolith" | "microservices" | "serverless" | "hybrid";

/** A deployable: one process, or one set of functions, that hosts these services; or the gateway, which hosts none. */
export interface Unit {
  readonly name: string;
  readonly as: "process" | "functions" | "gateway";
  /** Service names, sorted; the built-in `accounts` among them where the auth model has it. */
  readonly services: readonly string[];
}

export interface Requirements {
  readonly team: {
    readonly engineers?: number;
    readonly teams?: number;
    readonly operations?: "low" | "medium" | "high";
  };
  readonly traffic: {
    readonly peak?: string;
    readonly pattern?: "steady" | "bursty" | "seasonal";
    readonly growth?: string;
  };
  readonly availability?: number;
  readonly p95Ms?: number;
  readonly data: { readonly sensitivity?: Sensitivity; readonly volume?: string };
  readonly compliance: readonly string[];
  readonly budget?: string;
  readonly timeToMarket?: string;
}

export type LayerRole = "api" | "application" | "domain" | "data" | "infrastructure";

export interface Layer {
  readonly name: string;
  readonly uses: readonly string[];
  /** Layers of which types alone may be imported. */
  readonly typesOf: readonly string[];
  /** Globs from the project's folder; empty where the generated layout decides. */
  readonly paths: readonly string[];
  readonly entry: readonly string[];
  /** Null where every package may be imported. */
  readonly packages: { readonly allow: readonly string[] } | { readonly deny: readonly string[] } | null;
  readonly builtins: boolean;
  /** Layers by name, and globs of packages, that no chain of its imports may load. */
  readonly neverReaches: readonly string[];
  /** Which of the five default layers it plays; empty for a layer of the team's own. */
  readonly role: readonly LayerRole[];
}

export interface Service {
  readonly name: string;
  readonly was: string | null;
  readonly description: string;
  readonly owner: string | null;
  readonly lifecycle: "experimental" | "production" | "deprecated";
  readonly types: readonly TypeDeclaration[];
  readonly entities: readonly Entity[];
  readonly api: ServiceApi;
  /** Every operation that has a name of its own, transitions included; never resource actions. */
  readonly operations: readonly Operation[];
  readonly events: readonly Event[];
  readonly calls: readonly Call[];
  readonly reacts: readonly Reaction[];
  readonly jobs: readonly Job[];
}

export interface TypeDeclaration {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

export interface Entity {
  readonly name: string;
  readonly was: string | null;
  readonly description: string;
  /** The entity that owns this one as `list(Child)`; it then has no route and no repository of its own. */
  readonly ownedBy: string | null;
  /** Declared fields only; `id`, `createdAt`, `updatedAt` and `version` are in every entity. */
  readonly fields: readonly Field[];
  readonly indexes: readonly (readonly string[])[];
  readonly unique: readonly (readonly string[])[];
  readonly transitions: readonly Transition[];
  readonly partitionBy: string | null;
  readonly retention: { readonly keepMs: number } | { readonly deleteAfterMs: number } | null;
  readonly audit: boolean;
  /** The field that says whose personal data a row is: it holds a user's id, or refers to a row that has a subject; `id` where rows are users, null where nobody's. */
  readonly subject: string | null;
  /** Whether each of its rows belongs to a tenant, and is there for that tenant alone. */
  readonly tenant: boolean;
}

export interface Event {
  readonly name: string;
  readonly was: string | null;
  readonly description: string;
  readonly version: number;
  readonly fields: readonly Field[];
}

export interface Observability {
  readonly logs: "json" | "text";
  readonly metrics: "prometheus" | "otlp" | "none";
  readonly traces: "otlp" | "none";
  /** What is promised and watched, from `objectives` or else from `requirements`; null where the spec asks for no alerts. */
  readonly objectives: { readonly availability: number | null; readonly p95Ms: number | null } | null;
}

/** What a service calls elsewhere: another service by its contract, or an integration. */
export interface Call {
  readonly target: string;
  readonly operations: readonly string[];
  /** Null: the callee's own timeout alone holds. */
  readonly timeoutMs: number | null;
  readonly retries: number;
  readonly breaker: { readonly errors: number; readonly openMs: number } | null;
  readonly fallback: { readonly kind: "fail" | "cached" | "queue" } | { readonly kind: "value"; readonly value: Json };
  /** operation → the operation of the same target that takes it back. */
  readonly undo: ReadonlyMap<string, string>;
}

export interface Reaction {
  readonly service: string;
  readonly event: string;
  /** Operations of the reacting service. */
  readonly operations: readonly string[];
}

export interface Job {
  readonly name: string;
  readonly operation: string;
  readonly cron: string;
  readonly zone: string;
}

/** Where the keys that wrap the keys of encrypted fields come from, and how long one of the latter seals. */
export interface Encryption {
  readonly keys: "env" | "file" | "kms";
  readonly rotateMs: number;
}

/** How often the databases are dumped, how long a dump is kept, and how often one is restored to see that it comes back. */
export interface Backups {
  readonly everyMs: number;
  readonly keepMs: number;
  readonly restoreTestMs: number | null;
}

export interface Cache {
  readonly store: "memory" | "redis";
  readonly entries: readonly CacheEntry[];
}

export interface CacheEntry {
  /** The full name of a query or a resource action: `catalog.Product.get`. */
  readonly operation: string;
  readonly forMs: number;
  /** Events by full name. */
  readonly clearedBy: readonly string[];
}

export interface CheckOptions {
  /** Severity by rule id, where the spec changes it. */
  readonly rules: ReadonlyMap<string, "error" | "warn" | "off">;
  readonly exclude: readonly string[];
  readonly baseline: string | null;
}
