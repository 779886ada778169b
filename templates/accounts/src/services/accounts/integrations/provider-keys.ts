import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { UnavailableError } from "../../../platform/kernel/faults.ts";
import { checked } from "../../../platform/kernel/json.ts";
import { createRefresh } from "../../../platform/kernel/refresh.ts";
import { violationsOf } from "../../../platform/kernel/schema.ts";
import type { Log } from "../../../platform/kernel/world.ts";

/** Throws where there is no answer, or none that is JSON. */
export type GetJson = (url: string) => Promise<unknown>;

/** Of each of two requests: who waits for both has still some of the time that an exchange may take. */
const TIMEOUT_MS = 2_000;
const LARGEST_BYTES = 1_048_576;
/** Tokens with made-up key ids must not become a flood of requests to the provider. */
const PAUSE_MS = 5_000;
/** A key that is not published any more is trusted for so long, and while the provider is away. */
const FRESH_MS = 300_000;

const DISCOVERY = {
  type: "object",
  required: ["issuer", "jwks_uri"],
  properties: { issuer: { type: "string" }, jwks_uri: { type: "string", format: "uri" } },
};
const KEY_SET = {
  type: "object",
  required: ["keys"],
  properties: { keys: { type: "array", maxItems: 100, items: { type: "object" } } },
};

export const getJson: GetJson = async (url) => {
  const headers = { accept: "application/json" };
  const response = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}`);
  const text = await response.text();
  if (text.length > LARGEST_BYTES) throw new Error(`${url} says too much`);
  return JSON.parse(text);
};

/** What the provider says of itself leads to its keys; one that says it is somebody else is not believed. */
const keySetOf = async (issuer: string, get: GetJson): Promise<JSONWebKeySet> => {
  const found = await get(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  if (violationsOf(DISCOVERY, found).length > 0) throw new Error(`${issuer} does not say where its keys are`);
  const said = checked<{ readonly issuer: string; readonly jwks_uri: string }>(found);
  const isPlain = !said.jwks_uri.startsWith("https:");
  if (said.issuer !== issuer) throw new Error(`${issuer} says that it is ${said.issuer}`);
  if (isPlain && !issuer.startsWith("http:")) throw new Error(`${issuer} has keys that anybody may change on the way`);
  const keys = await get(said.jwks_uri);
  if (violationsOf(KEY_SET, keys).length > 0) throw new Error(`${issuer} publishes no keys`);
  return checked<JSONWebKeySet>(keys);
};

/**
 * The keys that a provider publishes. One that is not known is asked for again, and all of them after a while; while the
 * provider is away those that are known are good.
 */
export const createProviderKeys = (issuer: string, log: Log, get: GetJson): JWTVerifyGetKey => {
  let known: JWTVerifyGetKey | null = null;
  const { age, mayTry, run } = createRefresh(PAUSE_MS, async () => {
    try {
      known = createLocalJWKSet(await keySetOf(issuer, get));
    } catch (error) {
      log.warn("the keys of the identity provider cannot be had", { issuer, error });
      throw new UnavailableError("The keys of the identity provider cannot be had now.");
    }
  });
  const isOutdated = (): boolean => age() > FRESH_MS;
  const find: JWTVerifyGetKey = async (header, token) => {
    if (known === null) throw new UnavailableError("The keys of the identity provider cannot be had now.");
    return known(header, token);
  };
  return async (header, token) => {
    // Everybody waits for it: the key may have been withdrawn since. `find` says so where there are none to fall back on.
    if (isOutdated() && mayTry()) await run().catch(() => undefined);
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (mayTry()) await run();
      else if (isOutdated()) throw new UnavailableError("The keys of the identity provider cannot be had now.");
      else throw error;
      return find(header, token);
    }
  };
};
