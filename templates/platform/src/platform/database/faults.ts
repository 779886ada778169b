import { ConstraintError, UnavailableError } from "../kernel/faults.ts";

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
const LOST = /terminat|timeout exceeded|not queryable|closed/i;

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
  const away = PASSING.test(code) || NETWORK.test(code) || (code === "" && LOST.test(error.message));
  return away ? new UnavailableError("The database cannot be reached now.", { cause: error }) : error;
};
