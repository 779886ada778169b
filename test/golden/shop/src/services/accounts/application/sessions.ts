import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import type { Transaction } from "../../../platform/kernel/world.ts";
import { type Account, after, canonicalEmail } from "../domain/account.ts";
import { ACCESS_MS, LOGIN_ATTEMPTS, LOGIN_WINDOW_MS, REFRESH_MS } from "../domain/settings.ts";
import type { AccountsPorts } from "./ports.ts";
import { accessToken } from "./tokens.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly tokenType: "Bearer";
  /** Seconds for which the access token is good. */
  readonly expiresIn: number;
}

const REFUSED = fail("unauthenticated", "The address or the password is wrong.");
const ENDED = fail("unauthenticated", "The refresh token is not valid.");

const newRefreshToken = async (
  ports: AccountsPorts,
  transaction: Transaction,
  account: Account,
  family: string,
): Promise<string> => {
  const secret = ports.signing.newSecret();
  const token = { hash: ports.signing.hashOf(secret), family, accountId: account.id, usedAt: null };
  await ports.store.insertRefreshToken(transaction, { ...token, expiresAt: after(ports.now(), REFRESH_MS) });
  return secret;
};

const sessionOf = async (ports: AccountsPorts, account: Account, refreshToken: string): Promise<Session> => ({
  accessToken: await accessToken(ports, account.id, account.roles),
  refreshToken,
  tokenType: "Bearer",
  expiresIn: Math.floor(ACCESS_MS / 1000),
});

/** How many attempts an address has had, this one among them; a failure where they are too many. */
const countedAttempt = async (ports: AccountsPorts, email: string): Promise<Result<number>> => {
  const now = ports.now();
  const attempts = await ports.store.countAttempt(ports.database, email, now, after(now, -LOGIN_WINDOW_MS));
  if (attempts.count <= LOGIN_ATTEMPTS) return ok(attempts.count);
  ports.log.warn("an address is closed for a while: too many attempts", { attempts: attempts.count });
  const waitMs = Date.parse(after(attempts.since, LOGIN_WINDOW_MS)) - Date.parse(now);
  const failure = { code: "limited", message: "Too many attempts; try again later." };
  return { ok: false, failure: { ...failure, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) } };
};

/** The address is counted before the password is looked at, so that many guesses at once count as many. */
export const login = async (ports: AccountsPorts, input: Credentials): Promise<Result<Session>> => {
  const email = canonicalEmail(input.email);
  const attempts = await countedAttempt(ports, email);
  if (!attempts.ok) return attempts;
  const account = await ports.store.accountByEmail(ports.database, email);
  const matches = await ports.passwords.matches(input.password, account?.passwordHash ?? null);
  if (account === null || !matches) {
    ports.log.warn("a login was refused", { account: account?.id ?? null, attempts: attempts.value });
    return REFUSED;
  }
  const started = await ports.database.transaction(async (transaction) => {
    await ports.store.forgetAttempts(transaction, email);
    return ok(await newRefreshToken(ports, transaction, account, ports.newId()));
  });
  if (started.ok) ports.log.info("a login began", { account: account.id });
  return started.ok ? ok(await sessionOf(ports, account, started.value)) : started;
};

/** Exchanges a refresh token for the next one. One that was exchanged before was stolen: its whole family ends. */
export const refresh = async (ports: AccountsPorts, secret: string): Promise<Result<Session>> => {
  const next = await ports.database.transaction(async (transaction) => {
    const token = await ports.store.refreshToken(transaction, ports.signing.hashOf(secret));
    if (token === null || token.expiresAt <= ports.now()) return ok(null);
    if (token.usedAt !== null) {
      ports.log.warn("a refresh token came twice: every login of its family ends", { account: token.accountId });
      await ports.store.endFamily(transaction, token.family);
      return ok(null);
    }
    const account = await ports.store.accountById(transaction, token.accountId);
    if (account === null) return ok(null);
    await ports.store.markUsed(transaction, token.hash, ports.now());
    return ok({ account, secret: await newRefreshToken(ports, transaction, account, token.family) });
  });
  if (!next.ok) return next;
  return next.value === null ? ENDED : ok(await sessionOf(ports, next.value.account, next.value.secret));
};

/** Ends the login that the refresh token came of; a token that is not known has nothing to end. */
export const logout = (ports: AccountsPorts, secret: string): Promise<Result<null>> =>
  ports.database.transaction(async (transaction) => {
    const token = await ports.store.refreshToken(transaction, ports.signing.hashOf(secret));
    if (token !== null) await ports.store.endFamily(transaction, token.family);
    return ok(null);
  });
