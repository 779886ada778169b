/** Who may log in. Its id is the `user.id` that all services know. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly roles: readonly string[];
  readonly createdAt: string;
}

/** A refresh token, known by its hash alone. Those that came of one login are a family. */
export interface RefreshToken {
  readonly hash: string;
  readonly family: string;
  readonly accountId: string;
  readonly expiresAt: string;
  /** When it was exchanged for the next one; a second exchange is a theft. */
  readonly usedAt: string | null;
}

/** A key that signs tokens; the private half is sealed. */
export interface SigningKey {
  readonly kid: string;
  readonly publicKey: Readonly<Record<string, string>>;
  readonly sealedPrivateKey: string;
  readonly createdAt: string;
}

/** One address is one account, however it is written. */
export const canonicalEmail = (email: string): string => email.trim().toLowerCase();

/** A moment so many milliseconds after another; both RFC 3339. */
export const after = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();
