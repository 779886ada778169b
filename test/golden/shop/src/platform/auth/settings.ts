/** Who signs tokens, for whom, and how. */
export const ISSUER = "shop/accounts";
export const AUDIENCE = "shop";
export const ALGORITHM = "EdDSA";
/** No token is good for longer, whatever it says. */
export const LONGEST_LIFE_SECONDS = 900;
