/** How long things hold, who signs, and how. */
export const ISSUER = "shop/accounts";
export const AUDIENCE = "shop";
export const ALGORITHM: "EdDSA" | "ES256" | "RS256" = "EdDSA";
export const ACCESS_MS = 900000;
export const REFRESH_MS = 2592000000;
/** A key signs for so long; it verifies until the last token that it signed is out. */
export const KEY_ROTATION_MS = 7776000000;
/** What a new account may be. */
export const SELF_REGISTERED_ROLES: readonly string[] = ["customer"];
/** So many wrong passwords for one address, and it is closed until the window is over. */
export const LOGIN_ATTEMPTS = 10;
export const LOGIN_WINDOW_MS = 900_000;
