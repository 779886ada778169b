import type { Deprecation, HttpMethod, OperationRef } from "./api.ts";
import type { Field } from "./field.ts";

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
