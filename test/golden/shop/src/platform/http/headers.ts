import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { fail, ok, type Result } from "../kernel/result.ts";

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(", ") : value;

/** The client's own id where it has a harmless form, else a new one. */
export const requestIdOf = (headers: IncomingHttpHeaders): string => {
  const given = one(headers["x-request-id"]);
  return given !== undefined && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
};

/** The version that `If-Match` names; a weak or foreign tag never matches. */
export const ifMatchOf = (headers: IncomingHttpHeaders): Result<number | null> => {
  const given = headers["if-match"];
  if (given === undefined) return ok(null);
  const [, version] = /^"(\d{1,15})"$/.exec(given) ?? [];
  if (version !== undefined) return ok(Number(version));
  return /^(?:W\/)?"[^"]*"$/.test(given)
    ? fail("stale", "If-Match names a version that there is not.")
    : fail("malformed", 'If-Match must name one version, as "3".');
};

/** Whether the client has this version already. */
export const isKnown = (headers: IncomingHttpHeaders, etag: string): boolean => {
  const given = headers["if-none-match"];
  if (given === undefined) return false;
  const tags = given.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(etag);
};

export const idempotencyKeyOf = (headers: IncomingHttpHeaders): Result<string | null> => {
  const given = one(headers["idempotency-key"]);
  if (given === undefined) return ok(null);
  return /^[\x21-\x7e]{1,255}$/.test(given)
    ? ok(given)
    : fail("malformed", "Idempotency-Key must be 1 to 255 visible ASCII characters.");
};

/** Whether an answer in JSON is welcome. */
export const acceptsJson = (headers: IncomingHttpHeaders): boolean => {
  const accept = headers.accept?.trim();
  if (accept === undefined || accept === "") return true;
  return accept.split(",").some((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const refused = parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    return !refused && ["*/*", "application/*", "application/json", "application/problem+json"].includes(type);
  });
};
