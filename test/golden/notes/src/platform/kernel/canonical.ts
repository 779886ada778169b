import type { Money } from "./json.ts";

/** A time in UTC with three digits of milliseconds, as the database gives it back. */
export const canonicalTime = (text: string): string => new Date(text).toISOString();

/** A decimal without trailing zeros, so that equal numbers are equal texts. */
export const canonicalDecimal = (text: string): string =>
  text.includes(".") ? text.replace(/0+$/u, "").replace(/\.$/u, "") : text;

export const canonicalMoney = ({ amount, currency }: Money): Money => ({ amount, currency });

/** A set of ids, each once, in the order in which the database lists them. */
export const canonicalSet = (ids: readonly string[]): readonly string[] => [...new Set(ids)].sort();

/** Null where nothing was given, else its one spelling. */
export const whenGiven = <Value>(value: Value | null | undefined, canonical: (value: Value) => Value): Value | null =>
  value === undefined || value === null ? null : canonical(value);
