import type { Deprecation, HttpMethod, OperationRef, ServiceApi, SystemApi } from "./api.ts";
import type { Auth } from "./auth.ts";
import type { Deploy } from "./deploy.ts";
import type { Location } from "./diagnostic.ts";
import type { Integration } from "./integration.ts";
import type { Queue } from "./queue.ts";

export type { ActionOptions, Deprecation, HttpMethod, OperationRef, RateLimit, Resource, ResourceAction, ServiceApi, SystemApi } from "./api.ts";

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

export type Sensitivity = "public" | "internal" | "personal" | "regulated";

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

export interface Field {
  readonly name: string;
  readonly was: string | null;
  readonly description: string;
  readonly type: Type;
  readonly optional: boolean;
  /** The default as JSON, of the field's own type; undefined where there is none. */
  readonly default?: Json;
  readonly unique: boolean;
  readonly sensitivity: Sensitivity | null;
  readonly encrypt: boolean;
  /** What a client may write: `always`, on creation `once`, or `never`. */
  readonly set: "always" | "once" | "never";
  /** The roles that see it and may write it, those that extend them among these, in the order of the spec; null: whoever sees the rest. */
  readonly visibleTo: readonly string[] | null;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type ScalarName =
  | "uuid"
  | "string"
  | "text"
  | "int"
  | "decimal"
  | "money"
  | "bool"
  | "date"
  | "timestamp"
  | "json"
  | "email"
  | "url"
  | "bytes";

/** Bounds are of a string's length in characters, or of a number's value; undefined where open. */
export type Type =
  | { readonly kind: "scalar"; readonly name: ScalarName; readonly min?: number; readonly max?: number }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  /** In an entity's field: a foreign key to an entity of the same service. In inputs, outputs and events: its public representation. */
  | { readonly kind: "entity"; readonly entity: string }
  /** Another service's entity: its id alone. */
  | { readonly kind: "foreign"; readonly service: string; readonly entity: string }
  /** Owned children of an entity, replaced whole. */
  | { readonly kind: "children"; readonly entity: string }
  /** Many to many within the service. */
  | { readonly kind: "set"; readonly entity: string }
  /** One of the service's own `types`. */
  | { readonly kind: "type"; readonly type: string }
  | { readonly kind: "list"; readonly of: Type; readonly min?: number; readonly max?: number };

export interface Transition {
  /** Also the name of the operation. */
  readonly name: string;
  readonly field: string;
  readonly from: readonly string[];
  readonly to: string;
}

export interface Operation {
  readonly name: string;
  readonly was: string | null;
  readonly description: string;
  /** What it moves, where it is a transition. */
  readonly transition: { readonly entity: string; readonly transition: Transition } | null;
  /** Null: for other services only. A transition is POST on its entity's path. The path has no version and no base path: `/orders/:id/place`. */
  readonly http: { readonly method: HttpMethod; readonly path: string } | null;
  readonly kind: "query" | "command";
  readonly input: readonly Field[];
  readonly output: readonly Field[];
  /** Domain errors by name, with the HTTP status. */
  readonly errors: readonly { readonly name: string; readonly status: number }[];
  readonly emits: readonly string[];
  readonly uses: readonly OperationRef[];
  readonly timeoutMs: number;
  readonly idempotency: "natural" | "key" | "none";
  readonly deprecated: Deprecation | null;
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
