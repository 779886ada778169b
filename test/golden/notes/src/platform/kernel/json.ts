/** What JSON can say. Everything that crosses a contract, a queue or the HTTP border is of this type. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** An amount in minor-unit precision as text, and an ISO 4217 currency: `{ amount: "12.50", currency: "EUR" }`. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** The one place where a value that a schema has already checked gets its type. */
export const checked = <Value>(value: unknown): Value => value as Value;

/** What a command answers that has nothing to say. */
export type Nothing = Readonly<Record<string, never>>;

/**
 * A value as it is on the other side of a wire. It is used in one process too, so that a date or a shared object
 * that would not survive the network does not survive here either.
 */
export const overTheWire = (value: unknown): unknown => {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
};

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether the database can hold the text: without NUL or half of a surrogate pair. */
export const isCleanText = (text: string): boolean => !text.includes("\0") && !LONE_SURROGATE.test(text);
