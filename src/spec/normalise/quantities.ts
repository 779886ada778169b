import type { Json, RateLimit } from "../../model/architecture.ts";

const second = 1000;
const day = 24 * 3600 * second;
const durations: Readonly<Record<string, number>> = {
  ms: 1,
  s: second,
  m: 60 * second,
  min: 60 * second,
  h: 3600 * second,
  d: day,
  w: 7 * day,
  y: 365 * day,
};
const sizes: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 };

/** `5s` → milliseconds; undefined for what is no duration. */
export function milliseconds(value: Json | undefined): number | undefined {
  return measured(value, /^(\d+)(ms|s|m|h|d|w|y)$/, durations);
}

/** `64KiB` → bytes. */
export function bytes(value: Json | undefined): number | undefined {
  return measured(value, /^(\d+)(B|KiB|MiB|GiB|TiB)$/, sizes);
}

/** `99.9%` → a fraction of one, exact to the digits written. */
export function fraction(value: Json | undefined): number | undefined {
  if (typeof value !== "string" || !value.endsWith("%")) return undefined;
  return Number(`${value.slice(0, -1)}e-2`);
}

/** `60/min per user`; a rate that names nobody is for each client. */
export function rateLimit(value: Json | undefined): RateLimit | null {
  const match = typeof value === "string" ? /^(\d+)\/(s|min|h|d)(?: per (user|client|ip|key))?$/.exec(value) : null;
  if (match === null) return null;
  const by = (["user", "client", "ip", "key"] as const).find((one) => one === match[3]) ?? "client";
  return { count: Number(match[1]), perMs: durations[match[2] ?? "min"] ?? day, by };
}

/** `1s..5m` → both ends in milliseconds. */
export function durationRange(
  value: Json | undefined,
): { readonly firstMs: number; readonly lastMs: number } | undefined {
  if (typeof value !== "string") return undefined;
  const [first, last] = value.split("..").map(milliseconds);
  return first === undefined || last === undefined ? undefined : { firstMs: first, lastMs: last };
}

function measured(
  value: Json | undefined,
  form: RegExp,
  factors: Readonly<Record<string, number>>,
): number | undefined {
  const match = typeof value === "string" ? form.exec(value) : null;
  const factor = factors[match?.[2] ?? ""];
  return match === null || factor === undefined ? undefined : Number(match[1]) * factor;
}
