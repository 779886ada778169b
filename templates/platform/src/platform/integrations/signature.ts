import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds: what was signed longer ago, or will be later, is not believed, so that nobody can keep a message for long. */
const WINDOW_S = 300;

/** What says that a message is its sender's, as Standard Webhooks have it (standardwebhooks.com). */
export interface Signed {
  readonly id: string;
  /** Unix time in seconds. */
  readonly timestamp: string;
  /** One or more as `v1,BASE64`, with blanks between them: one for each secret while it is changed. */
  readonly signature: string;
}

/** After it stands a key in base64. */
const PREFIX = "whsec_";
const LEAST_BYTES = 24;

/** A secret that is written as `whsec_` and base64 is those bytes. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), "base64") : Buffer.from(secret);

/** The secrets in a variable, with blanks between them: one, or several while it is changed. */
export const secretsIn = (text: string): readonly string[] => text.split(/\s+/).filter((one) => one !== "");

/** Whether a secret is long enough: what is no base64 would decode to a shorter key than it looks, or to none, by which anybody can sign. */
export const isSecret = (secret: string): boolean => {
  const key = keyOf(secret);
  if (key.byteLength < LEAST_BYTES) return false;
  return secret.startsWith(PREFIX) ? `${PREFIX}${key.toString("base64")}` === secret : /^[!-~]+$/.test(secret);
};

const digest = (secret: string, { id, timestamp }: Omit<Signed, "signature">, body: Buffer): Buffer =>
  createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();

export const sign = (secret: string, named: Omit<Signed, "signature">, body: Buffer): string =>
  `v1,${digest(secret, named, body).toString("base64")}`;

const isSame = (expected: Buffer, given: Buffer): boolean =>
  expected.length === given.length && timingSafeEqual(expected, given);

/**
 * Whether the sender signed this body under this id within the last five minutes.
 * @param secrets of which any will do
 * @param now Unix time in milliseconds
 */
export const isSigned = (secrets: readonly string[], signed: Signed, body: Buffer, now: number): boolean => {
  if (!/^\d{1,12}$/.test(signed.timestamp) || !/^[!-~]{1,255}$/.test(signed.id)) return false;
  if (Math.abs(now / 1_000 - Number(signed.timestamp)) > WINDOW_S) return false;
  const expected = secrets.map((secret) => digest(secret, signed, body));
  return signed.signature.split(" ").some((one) => {
    const [version, value = ""] = one.split(",");
    const given = Buffer.from(value, "base64");
    return version === "v1" && expected.some((digested) => isSame(digested, given));
  });
};
