import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { KeySet } from "../contract.ts";
import { after, type SigningKey } from "../domain/account.ts";
import { ACCESS_MS, AUDIENCE, ISSUER, KEY_ROTATION_MS } from "../domain/settings.ts";
import type { AccountsPorts } from "./ports.ts";

const isYoungerThan = (key: SigningKey, ms: number, now: string): boolean => after(key.createdAt, ms) > now;

/** The newest key, or a new one where that has signed for long enough. */
const signingKey = async (ports: AccountsPorts): Promise<SigningKey> => {
  const [newest] = await ports.store.keys(ports.database);
  if (newest !== undefined && isYoungerThan(newest, KEY_ROTATION_MS, ports.now())) return newest;
  const key = ports.signing.newKey(ports.now());
  await ports.store.insertKey(ports.database, key);
  return key;
};

/** A token that says who its bearer is and which roles that gives, for a short time. */
export const accessToken = async (ports: AccountsPorts, userId: string, roles: readonly string[]): Promise<string> => {
  const key = await signingKey(ports);
  const iat = Math.floor(Date.parse(ports.now()) / 1000);
  const exp = iat + Math.floor(ACCESS_MS / 1000);
  return ports.signing.sign(key, { iss: ISSUER, aud: AUDIENCE, sub: userId, roles, iat, exp, jti: ports.newId() });
};

/** Every key that may have signed a token that is still good. */
export const publicKeys = async (ports: AccountsPorts): Promise<Result<KeySet>> => {
  await signingKey(ports);
  const keys = await ports.store.keys(ports.database);
  const good = keys.filter((key) => isYoungerThan(key, KEY_ROTATION_MS + 2 * ACCESS_MS, ports.now()));
  return ok({ keys: good.map((key) => ({ ...key.publicKey, kid: key.kid })) });
};
