import { createVerifier, type DecodedJwt, TokenError } from "fast-jwt";
import { parseStrictJson } from "../http/strict-json.ts";
import type { User } from "../kernel/envelope.ts";
import { UnavailableError } from "../kernel/faults.ts";
import { checked } from "../kernel/json.ts";
import { violationsOf } from "../kernel/schema.ts";
import { createKeyRing, type KeySource } from "./keys.ts";
import { ALGORITHM, AUDIENCE, ISSUER, LONGEST_LIFE_SECONDS } from "./settings.ts";

const MAX_LENGTH = 8_192;
const SKEW_SECONDS = 5;
/** A verified token is not verified again for so long: a key that is taken back lets its tokens in until then. */
const CACHE_MS = 60_000;
const CACHE_SIZE = 1_000;

const HEADER = {
  type: "object",
  required: ["alg", "typ", "kid"],
  // Nothing else: no key, and no address of one, comes with a token.
  additionalProperties: false,
  properties: { alg: { const: ALGORITHM }, typ: { const: "at+jwt" }, kid: { type: "string" } },
};

const CLAIMS = {
  type: "object",
  required: ["iss", "aud", "sub", "iat", "exp", "roles"],
  properties: {
    iss: { type: "string" },
    sub: { type: "string", format: "uuid" },
    aud: { type: "string" },
    iat: { type: "integer" },
    exp: { type: "integer" },
    roles: { type: "array", items: { type: "string" } },
  },
};

/** A user whose token was verified, and the time by `Date.now()` until which that holds. */
interface Verified {
  readonly user: User;
  readonly until: number;
}

interface Claims {
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
  readonly roles: readonly string[];
}

class RefusedTokenError extends Error {}

const decoded = (part: string | undefined): unknown => {
  try {
    return parseStrictJson(Buffer.from(part ?? "", "base64url"));
  } catch {
    return null;
  }
};

const verifiedBy = (claims: unknown): Verified | null => {
  if (violationsOf(CLAIMS, claims).length > 0) return null;
  const { sub, iat, exp, roles } = checked<Claims>(claims);
  const now = Date.now() / 1000;
  if (iat > now + SKEW_SECONDS || exp <= now || exp - iat > LONGEST_LIFE_SECONDS) return null;
  return { user: { id: sub, roles }, until: Math.min(exp * 1000, Date.now() + CACHE_MS) };
};

/** Null for a token that is refused; what is no fault of the token goes on up. */
const refusedOrThrow = (error: unknown): null => {
  if (!(error instanceof TokenError)) throw error;
  const cause: unknown = Reflect.get(error, "originalError");
  if (cause instanceof UnavailableError) throw cause;
  return null;
};

/**
 * Reads access tokens: null where one is not valid, for whatever reason.
 * The function throws UnavailableError where the keys cannot be had.
 */
export const createTokenReader = (source: KeySource): ((token: string) => Promise<User | null>) => {
  const keyOf = createKeyRing(source);
  const verify = createVerifier({
    algorithms: [ALGORITHM],
    allowedIss: ISSUER,
    allowedAud: AUDIENCE,
    key: async (token: DecodedJwt) => {
      const key = await keyOf(String(token.header["kid"]));
      if (key === null) throw new RefusedTokenError("There is no such key.");
      return key;
    },
  });
  const known = new Map<string, Verified>();
  const remember = (token: string, verified: Verified): void => {
    const [oldest] = known.size < CACHE_SIZE ? [] : known.keys();
    if (oldest !== undefined) known.delete(oldest);
    known.set(token, verified);
  };
  return async (token) => {
    const before = known.get(token);
    if (before !== undefined && before.until > Date.now()) return before.user;
    known.delete(token);
    const [header, claims, , ...more] = token.split(".");
    if (token.length > MAX_LENGTH || more.length > 0) return null;
    if (violationsOf(HEADER, decoded(header)).length > 0 || decoded(claims) === null) return null;
    const verified = verifiedBy(await verify(token).catch(refusedOrThrow));
    if (verified !== null) remember(token, verified);
    return verified?.user ?? null;
  };
};
