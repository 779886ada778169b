import type { Failure } from "../kernel/result.ts";

/** RFC 9457. `type` is stable: clients may branch on it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

const STATUS: Readonly<Record<string, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  notAcceptable: 406,
  tooSlow: 408,
  conflict: 409,
  stale: 412,
  tooLarge: 413,
  urlTooLong: 414,
  unsupportedMediaType: 415,
  invalid: 422,
  preconditionRequired: 428,
  limited: 429,
  headersTooLarge: 431,
  internal: 500,
  notWritten: 501,
  unavailable: 503,
  timedOut: 504,
  outcomeUnknown: 504,
};

/** `OutOfStock` and `outOfStock` → `out-of-stock` */
const kebab = (code: string): string => code.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

const titleOf = (code: string): string => {
  const words = kebab(code).replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * @param domain the statuses of the route's own failures
 * @param requestId names the request, here and in the logs
 */
export const problemOf = (
  failure: Failure,
  requestId: string,
  domain: Readonly<Record<string, number>> = {},
): Problem => ({
  type: `urn:problem:${kebab(failure.code)}`,
  title: titleOf(failure.code),
  status: domain[failure.code] ?? STATUS[failure.code] ?? 500,
  detail: failure.message,
  instance: `urn:request:${requestId}`,
  ...(failure.violations === undefined || failure.code === "internal" ? {} : { errors: failure.violations }),
});
