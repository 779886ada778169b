import type { Money } from "../../../platform/kernel/json.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";

/** Amounts are counted in ten-thousandths, which every amount of money has room for. */
const PLACES = 4;
const ONE = 10n ** BigInt(PLACES);

export interface PricedLine {
  readonly price: Money;
  readonly quantity: number;
}

/** What the lines cost together; they must all be priced in one currency. */
export const totalOf = (lines: readonly PricedLine[]): Result<Money> => {
  const currencies = new Set(lines.map((line) => line.price.currency));
  if (currencies.size > 1) return fail("conflict", "The products are priced in different currencies.");
  const [currency = "EUR"] = currencies;
  const total = lines.reduce((sum, line) => sum + unitsOf(line.price.amount) * BigInt(line.quantity), 0n);
  return ok({ amount: amountOf(total), currency });
};

/** Whether two amounts are worth the same, however many places they are written with. */
export const sameMoney = (one: Money, other: Money): boolean =>
  one.currency === other.currency && unitsOf(one.amount) === unitsOf(other.amount);

const unitsOf = (amount: string): bigint => {
  const [whole = "0", fraction = ""] = amount.replace("-", "").split(".");
  const units = BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, "0"));
  return amount.startsWith("-") ? -units : units;
};

/** At least two places, and more only where they are needed. */
const amountOf = (units: bigint): string => {
  const size = units < 0n ? -units : units;
  const fraction = String(size % ONE).padStart(PLACES, "0");
  return `${units < 0n ? "-" : ""}${size / ONE}.${fraction.replace(/0{1,2}$/u, "")}`;
};
