import pg from "pg";
import { ConstraintError, UnavailableError } from "../kernel/faults.ts";

const { builtins } = pg.types;

/** `2026-01-31 12:00:00.5+00` → `2026-01-31T12:00:00.500Z`; sessions are in UTC. */
const timestamp = (text: string): string => {
  const [, date, time, fraction = ""] = /^(\S+) (\d\d:\d\d:\d\d)(?:\.(\d+))?/.exec(text) ?? [];
  return `${date}T${time}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
};

/** A count fits a number; what does not stays text, rather than wrong. */
const bigint = (text: string): number | string => (Number.isSafeInteger(Number(text)) ? Number(text) : text);

const bytes = (text: string): string => Buffer.from(text.slice(2), "hex").toString("base64");

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, timestamp],
  [builtins.DATE, (text) => text],
  [builtins.INT8, bigint],
  [builtins.NUMERIC, (text) => text],
  [builtins.BYTEA, bytes],
]);

/** Values as they are in contracts: times are RFC 3339 text, dates and decimals text, bytes base64. */
export const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  parsers.get(oid) ?? (format === undefined ? pg.types.getTypeParser(oid) : pg.types.getTypeParser(oid, "text"));

const CONSTRAINTS: ReadonlyMap<string, ConstraintError["kind"]> = new Map([
  ["23505", "unique"],
  ["23503", "reference"],
  ["23001", "reference"],
  ["23514", "check"],
  ["23502", "check"],
]);

/** SQLSTATEs of a server that is away, full or shutting down, of a lock not granted, and of a statement that took too long. */
const PASSING = /^(?:08...|53...|57...|40001|40P01|55P03|25P03)$/;
const NETWORK = /^(?:ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)/;
const LOST = /terminat|timeout exceeded|read timeout|not queryable|closed/i;
/** A statement, or a transaction between two of them, that took longer than the longest operation may. */
const TOO_LONG = /^(?:57014|25P03)$/;

const field = (error: object, name: string): string => {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : "";
};

/** What a driver's error means for a service; what it does not know it passes on. */
export const faultOf = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const code = field(error, "code");
  const constraint = CONSTRAINTS.get(code);
  if (constraint !== undefined) return new ConstraintError(constraint, field(error, "constraint"));
  if (TOO_LONG.test(code)) return new UnavailableError("The database took too long.", { cause: error });
  const away = PASSING.test(code) || NETWORK.test(code) || (code === "" && LOST.test(error.message));
  return away ? new UnavailableError("The database cannot be reached now.", { cause: error }) : error;
};
