export interface ServiceApi {
  readonly styles: readonly ("rest" | "graphql" | "rpc")[];
  readonly version: string;
  /** Without a trailing slash; empty for the root. */
  readonly basePath: string;
  readonly resources: readonly Resource[];
  readonly rateLimit: RateLimit | null;
}

export type ResourceAction = "list" | "get" | "create" | "update" | "delete";

export interface Resource {
  readonly entity: string;
  readonly actions: readonly ActionOptions[];
  /** Fields that a list may be filtered by; all stored scalar fields where the spec says nothing. */
  readonly filter: readonly string[] | null;
  readonly search: readonly string[];
  /** The largest `limit` of a list. */
  readonly max: number;
}

/** A resource action with the keys that `operations: { Order.delete: … }` gives it. */
export interface ActionOptions {
  readonly action: ResourceAction;
  readonly emits: readonly string[];
  readonly uses: readonly OperationRef[];
  readonly timeoutMs: number | null;
  readonly deprecated: Deprecation | null;
  readonly description: string;
}

export interface RateLimit {
  readonly count: number;
  readonly perMs: number;
  readonly by: "user" | "client" | "ip" | "key";
}

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** `operation` is an operation's name, or a resource action as `Product.get`. */
export interface OperationRef {
  /** A service or an integration. */
  readonly service: string;
  readonly operation: string;
}

export interface Deprecation {
  readonly since: string;
  readonly sunset: string | null;
  readonly use: string | null;
}

export interface SystemApi {
  readonly versioning: "path" | "header";
  readonly rateLimit: RateLimit | null;
  readonly bodyLimitBytes: number;
  readonly cors: readonly string[];
}
