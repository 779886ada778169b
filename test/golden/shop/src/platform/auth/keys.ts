import { createPublicKey, type JsonWebKey } from "node:crypto";
import type { Envelope } from "../kernel/envelope.ts";
import { UnavailableError } from "../kernel/faults.ts";
import type { Result } from "../kernel/result.ts";

export interface PublicKey {
  readonly kid: string;
  readonly [member: string]: string;
}

/** Where the keys come from: the service that signs. */
export interface KeySource {
  readonly jwks: (
    envelope: Envelope,
    input: Readonly<Record<string, never>>,
  ) => Promise<Result<{ readonly keys: readonly PublicKey[] }>>;
}

const TIMEOUT_MS = 2_000;
/** Tokens with made-up key ids must not become a flood of requests for keys. */
const PAUSE_MS = 5_000;
/** A key that is not published any more is trusted for so long, and while the keys cannot be had. */
const FRESH_MS = 300_000;

/** Nobody asks: a credential is looked at. */
export const envelope = (timeoutMs: number): Envelope => ({
  user: null,
  service: null,
  tenant: null,
  requestId: "keys",
  traceparent: "",
  deadline: performance.now() + timeoutMs,
  cancellation: { requested: () => false, signal: () => AbortSignal.timeout(timeoutMs) },
  idempotencyKey: null,
});

const pemOf = (jwk: JsonWebKey): string =>
  createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" }).toString();

/**
 * Finds a key by its id, and asks for the keys again where it is not known.
 * @throws UnavailableError where the keys cannot be had
 */
export const createKeyRing = (source: KeySource): ((kid: string) => Promise<string | null>) => {
  let known: ReadonlyMap<string, string> = new Map();
  let asked = Number.NEGATIVE_INFINITY;
  let tried = asked;
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    const result = await source.jwks(envelope(TIMEOUT_MS), {});
    if (!result.ok) throw new UnavailableError("The keys that sign tokens cannot be had now.");
    known = new Map(result.value.keys.map((key) => [key.kid, pemOf(key)]));
    asked = performance.now();
  };
  const refresh = (): Promise<void> => {
    asking ??= ask().finally(() => {
      tried = performance.now();
      asking = null;
    });
    return asking;
  };
  return async (kid) => {
    const now = performance.now();
    const mayTry = asking !== null || now - tried > PAUSE_MS;
    if (!known.has(kid) && now - asked > PAUSE_MS) await refresh();
    // Everybody waits for it: the key may have been withdrawn. Only while the keys cannot be had are those that are known good.
    else if (now - asked > FRESH_MS && mayTry) await refresh().catch(() => undefined);
    return known.get(kid) ?? null;
  };
};
