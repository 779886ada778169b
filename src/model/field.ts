import type { Type } from "./type.ts";

export type Sensitivity = "public" | "internal" | "personal" | "regulated";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

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
