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
