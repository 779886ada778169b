import { createHash } from "node:crypto";
import type { Envelope, User } from "../kernel/envelope.ts";
import { UnavailableError } from "../kernel/faults.ts";
import type { Result } from "../kernel/result.ts";
import { envelope, type KeySource } from "./keys.ts";

/** Who gives tokens for keys. */
export interface ApiKeySource extends KeySource {
  readonly exchange: (
    envelope: Envelope,
    input: { readonly key: string },
  ) => Promise<Result<{ readonly accessToken: string; readonly expiresIn: number }>>;
}

const FORM = /^[a-z][a-z0-9_]*_[0-9a-f]{12}_[\w-]{43}$/;
/** What was learnt of a key holds so long: a key that is revoked is refused a minute later at most, with the life of its token. */
const KNOWN_MS = 30_000;
/** A key that is none may be made by now. */
const UNKNOWN_MS = 2_000;
const MOST_REMEMBERED = 1_000;

export const isApiKey = (credential: string): boolean => FORM.test(credential);

/**
 * Reads keys by the tokens that are given for them: null where a key is not good.
 * The function throws UnavailableError where nobody can say.
 */
export const createApiKeyReader = (
  source: ApiKeySource,
  read: (token: string) => Promise<User | null>,
): ((key: string) => Promise<User | null>) => {
  const known = new Map<string, { readonly user: User | null; readonly until: number }>();
  const remember = (hash: string, user: User | null): User | null => {
    const [oldest] = known.keys();
    if (known.size >= MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
    known.delete(hash);
    known.set(hash, { user, until: performance.now() + (user === null ? UNKNOWN_MS : KNOWN_MS) });
    return user;
  };
  return async (key) => {
    const hash = createHash("sha256").update(key).digest("base64");
    const before = known.get(hash);
    if (before !== undefined && before.until > performance.now()) return before.user;
    const given = await source.exchange(envelope(), { key });
    if (given.ok) return remember(hash, await read(given.value.accessToken));
    if (given.failure.code === "unauthenticated") return remember(hash, null);
    throw new UnavailableError("Nobody can say now whether the key is good.");
  };
};
