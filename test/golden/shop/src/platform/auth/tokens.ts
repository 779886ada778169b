import { createVerifier, type DecodedJwt, TokenError } from "fast-jwt";
import type { User } from "../kernel/envelope.ts";
import { UnavailableError } from "../kernel/faults.ts";
import { checked } from "../kernel/json.ts";
import { violationsOf } from "../kernel/schema.ts";
import { createKeyRing, type KeySource } from "./keys.ts";
import { ALGORITHM, AUDIENCE, ISSUER, LONGEST_LIFE_SECONDS } from "./settings.ts";

const MAX_LENGTH = 8_192;
const SKEW_SECONDS = 5;
/** A verified token is not verified again for so long. */
const CACHE_MS = 60_000;

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

interface Claims {
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
  readonly roles: readonly string[];
}

class RefusedTokenError extends Error {}

const decoded = (part: string | undefined): unknown => {
  try {
    return JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
  } catch {
    return null;
  }
};

const userOf = (claims: unknown): User | null => {
  if (violationsOf(CLAIMS, claims).length > 0) return null;
  const { sub, iat, exp, roles } = checked<Claims>(claims);
  const now = Date.now() / 1000;
  return iat <= now + SKEW_SECONDS && exp > now && exp - iat <= LONGEST_LIFE_SECONDS ? { id: sub, roles } : null;
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
    cache: 1_000,
    cacheTTL: CACHE_MS,
    key: async (token: DecodedJwt) => {
      const key = await keyOf(String(token.header["kid"]));
      if (key === null) throw new RefusedTokenError("There is no such key.");
      return key;
    },
  });
  return async (token) => {
    const [header, , , ...more] = token.split(".");
    if (token.length > MAX_LENGTH || more.length > 0 || violationsOf(HEADER, decoded(header)).length > 0) return null;
    return userOf(await verify(token).catch(refusedOrThrow));
  };
};
