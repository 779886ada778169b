/** A fault in one value of an input: `pointer` is a JSON pointer into it. */
export interface Violation {
  readonly pointer: string;
  readonly message: string;
}

/** The failures that every operation may have, whatever it does and wherever it runs. */
export type CommonFailure =
  | "malformed"
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "notFound"
  | "conflict"
  | "stale"
  | "preconditionRequired"
  | "limited"
  | "notWritten"
  | "unavailable"
  | "timedOut"
  | "outcomeUnknown"
  | "internal";

/** `code` is one of the common failures, or a domain error that the operation declares, as `OutOfStock`. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly violations?: readonly Violation[];
  /** When it is worth trying again, where that is known. */
  readonly retryAfterSeconds?: number;
}

const FAULTS: ReadonlySet<string> = new Set(["internal", "outcomeUnknown", "timedOut", "unavailable"]);

/** Whether the code of a failure tells of whoever was asked, or of the way there; all others are answers, and another try would bring the same. */
export const isFaultCode = (code: string): boolean => FAULTS.has(code);

/** Failures are values: nothing that a caller should handle is thrown. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure };

export const ok = <Value>(value: Value): Result<Value> => ({ ok: true, value });

export const fail = (code: CommonFailure, message: string, violations?: readonly Violation[]): Result<never> => ({
  ok: false,
  failure: violations === undefined ? { code, message } : { code, message, violations },
});

/** A failure that the operation's contract names. */
export const failDomain = (code: string, message: string): Result<never> => ({ ok: false, failure: { code, message } });
