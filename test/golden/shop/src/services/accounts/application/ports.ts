import type { Queries, World } from "../../../platform/kernel/world.ts";
import type { Account, RefreshToken, SigningKey } from "../domain/account.ts";

/** How often an address was tried since its window began. */
export interface LoginAttempts {
  readonly count: number;
  readonly since: string;
}

export interface AccountsStore {
  readonly accountById: (queries: Queries, id: string) => Promise<Account | null>;
  readonly accountByEmail: (queries: Queries, email: string) => Promise<Account | null>;
  /** Throws ConstraintError where the address is taken. */
  readonly insertAccount: (queries: Queries, account: Account) => Promise<void>;
  /** The id of the account; null where the address has none. */
  readonly setRoles: (queries: Queries, email: string, roles: readonly string[]) => Promise<string | null>;
  /** Counts one more attempt; a window that began before `oldest` begins anew. */
  readonly countAttempt: (queries: Queries, email: string, now: string, oldest: string) => Promise<LoginAttempts>;
  readonly forgetAttempts: (queries: Queries, email: string) => Promise<void>;
  readonly insertRefreshToken: (queries: Queries, token: RefreshToken) => Promise<void>;
  /** Locked until the transaction ends. */
  readonly refreshToken: (queries: Queries, hash: string) => Promise<RefreshToken | null>;
  readonly markUsed: (queries: Queries, hash: string, at: string) => Promise<void>;
  readonly endFamily: (queries: Queries, family: string) => Promise<void>;
  /** The newest first. */
  readonly keys: (queries: Queries) => Promise<readonly SigningKey[]>;
  readonly insertKey: (queries: Queries, key: SigningKey) => Promise<void>;
}

export interface Passwords {
  readonly hash: (password: string) => Promise<string>;
  /** Takes the same time whether or not there is a hash to compare with. */
  readonly matches: (password: string, hash: string | null) => Promise<boolean>;
}

export interface Signing {
  readonly newKey: (createdAt: string) => SigningKey;
  /** A compact JWS over the claims. */
  readonly sign: (key: SigningKey, claims: object) => string;
  /** A secret that nobody guesses, and the hash by which it is known again. */
  readonly newSecret: () => string;
  readonly hashOf: (secret: string) => string;
}

export interface AccountsPorts extends World {
  readonly store: AccountsStore;
  readonly passwords: Passwords;
  readonly signing: Signing;
}
