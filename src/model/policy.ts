import type { Type } from "./type.ts";

/** A value in a condition: of the row (or of an operation's input), of who asks, or written out. */
export type Operand =
  | { readonly kind: "field"; readonly name: string; readonly type: Type; readonly optional: boolean }
  | { readonly kind: "size"; readonly of: Extract<Operand, { readonly kind: "field" }> }
  | { readonly kind: "user"; readonly name: "id" }
  | { readonly kind: "now" }
  | { readonly kind: "literal"; readonly value: string | number | boolean };

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/**
 * A policy for one kind of row or one operation, every name resolved and every type checked. Negations are pushed down
 * to what they negate, so that each part is either true or false, also where a value is null.
 */
export type Condition =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "all" | "any"; readonly of: readonly Condition[] }
  | { readonly kind: "compare"; readonly operator: Comparison; readonly left: Operand; readonly right: Operand }
  | { readonly kind: "isNull"; readonly of: Operand; readonly negated: boolean }
  | { readonly kind: "role"; readonly role: string; readonly negated: boolean }
  | { readonly kind: "oneOf"; readonly of: Operand; readonly values: readonly Operand[]; readonly negated: boolean }
  | { readonly kind: "holds"; readonly list: Operand; readonly value: Operand; readonly negated: boolean }
  | {
      readonly kind: "text";
      readonly test: "startsWith" | "endsWith" | "contains";
      readonly of: Operand;
      readonly value: Operand;
      readonly negated: boolean;
    };

export interface Policy {
  readonly name: string;
  /** As written, in CEL. */
  readonly expression: string;
  /** By what it is granted on: `orders.Order` for all that is done with such rows, or `orders.quote`; where it fits. */
  readonly conditions: ReadonlyMap<string, Condition>;
}
