import { createPublicKey, type JsonWebKey } from "node:crypto";
import type { Envelope } from "../kernel/envelope.ts";
import { UnavailableError } from "../kernel/faults.ts";
import { createRefresh } from "../kernel/refresh.ts";
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
/** Nor may they while the keys cannot be had; whoever has a good token waits no longer than this once they can. */
const AGAIN_MS = 1_000;
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

const notToBeHad = (): UnavailableError => new UnavailableError("The keys that sign tokens cannot be had now.");

/**
 * Finds a key by its id, and asks for the keys again where it is not known.
 * @throws UnavailableError where the keys cannot be had
 */
export const createKeyRing = (source: KeySource): ((kid: string) => Promise<string | null>) => {
  let known: ReadonlyMap<string, string> = new Map();
  const { age, mayTry, run } = createRefresh(PAUSE_MS, async () => {
    const result = await source.jwks(envelope(TIMEOUT_MS), {});
    if (!result.ok) throw notToBeHad();
    known = new Map(result.value.keys.map((key) => [key.kid, pemOf(key)]));
  });
  return async (kid) => {
    if (!known.has(kid) && age() > PAUSE_MS) {
      if (!mayTry(AGAIN_MS)) throw notToBeHad();
      await run();
    }
    // Everybody waits for it: the key may have been withdrawn. Only while the keys cannot be had are those that are known good.
    else if (age() > FRESH_MS && mayTry()) await run().catch(() => undefined);
    return known.get(kid) ?? null;
  };
};
