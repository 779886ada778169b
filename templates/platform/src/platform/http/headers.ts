import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { type Failure, fail, ok, type Result } from "../kernel/result.ts";

const LONGEST_URL = 8_192;
const MOST_HEADERS = 100;
/** Of two of these we would read one, and a proxy before us the other. */
const ONCE = new Set(["authorization", "content-type", "host", "idempotency-key", "if-match"]);

type Head = Pick<IncomingMessage, "url" | "rawHeaders" | "httpVersionMajor">;

/** Why a request is not even looked at; null where it is. */
export const unreadable = ({ url = "", rawHeaders, httpVersionMajor }: Head): Failure | null => {
  if (url.length > LONGEST_URL) return { code: "urlTooLong", message: `A URL may have ${LONGEST_URL} characters.` };
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  if (names.length > MOST_HEADERS) return { code: "headersTooLarge", message: `${MOST_HEADERS} headers are enough.` };
  const deciding = names.map((name) => name.toLowerCase()).filter((name) => ONCE.has(name));
  const isClear = new Set(deciding).size === deciding.length && deciding.includes("host") && httpVersionMajor > 0;
  return isClear ? null : { code: "malformed", message: "The request has one Host, and no header twice that decides." };
};

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
