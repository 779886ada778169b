import { errors, type JWTPayload, jwtVerify } from "jose";
import { UnavailableError } from "../../../platform/kernel/faults.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import type { Log } from "../../../platform/kernel/world.ts";
import type { IdentityProvider } from "../application/ports.ts";
import type { Assertion } from "../domain/identity.ts";
import { PROVIDER_ROLES, ROLES_CLAIM } from "../domain/settings.ts";
import { createProviderKeys, type GetJson, getJson } from "./provider-keys.ts";

export interface ProviderSettings {
  /** As its tokens say it in `iss`, to the letter. */
  readonly issuer: string;
  readonly audience: string;
}

/** Never `none`, and nothing that is signed with a secret which both sides know. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];
/** By so much the clocks may differ. */
const SKEW_SECONDS = 5;
/** No token is good for longer, whatever it says. */
const LONGEST_LIFE_SECONDS = 86_400;
/** As OpenID Connect limits it. */
const LONGEST_SUBJECT = 255;

const REFUSED = fail("unauthenticated", "The token is not valid.");

const at = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

/** The value of a claim, by its whole name or by the path to it. */
const claimAt = (claims: JWTPayload, name: string): unknown =>
  at(claims, name) ?? name.split(".").reduce<unknown>(at, claims);

const rolesIn = (claims: JWTPayload): readonly string[] => {
  if (ROLES_CLAIM === null) return [];
  const value = claimAt(claims, ROLES_CLAIM);
  const names: readonly unknown[] = typeof value === "string" ? value.split(" ") : Array.isArray(value) ? value : [];
  return names.flatMap((name) => (typeof name === "string" ? (PROVIDER_ROLES.get(name) ?? []) : []));
};

const assertionOf = (claims: JWTPayload, issuer: string): Assertion | null => {
  const { sub = "", iat = 0, exp = 0 } = claims;
  if (sub === "" || sub.length > LONGEST_SUBJECT || exp - iat > LONGEST_LIFE_SECONDS) return null;
  return { issuer, subject: sub, roles: rolesIn(claims), expiresAt: new Date(exp * 1000).toISOString() };
};

/** Reads access tokens of an OpenID provider (RFC 9068): for us, of that issuer, by a key that it publishes now. */
export const createProvider = (settings: ProviderSettings, log: Log, get: GetJson = getJson): IdentityProvider => {
  const { issuer, audience } = settings;
  const keys = createProviderKeys(issuer, log, get);
  const options = {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    typ: "at+jwt",
    clockTolerance: SKEW_SECONDS,
    maxTokenAge: LONGEST_LIFE_SECONDS,
    requiredClaims: ["sub", "iat", "exp"],
  };
  return {
    issuer,
    read: async (token): Promise<Result<Assertion>> => {
      try {
        const { payload } = await jwtVerify(token, keys, options);
        const assertion = assertionOf(payload, issuer);
        return assertion === null ? REFUSED : ok(assertion);
      } catch (error) {
        if (error instanceof errors.JOSEError) return REFUSED;
        if (error instanceof UnavailableError) return fail("unavailable", error.message);
        throw error;
      }
    },
  };
};
