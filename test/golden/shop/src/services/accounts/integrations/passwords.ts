import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import type { Passwords } from "../application/ports.ts";

// What OWASP recommends for scrypt where 32 MiB may be used.
const PARAMETERS = { N: 32_768, r: 8, p: 3 };
const HASH_BYTES = 32;
const MEMORY_BYTES = 67_108_864;

const derive = (password: string, salt: Buffer, parameters: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { ...parameters, maxmem: MEMORY_BYTES };
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });

const encode = (salt: Buffer, hash: Buffer): string => {
  const { N, r, p } = PARAMETERS;
  return ["scrypt", N, r, p, salt.toString("base64url"), hash.toString("base64url")].join("$");
};

/** Nobody's password: compared with where there is no account, so that the time tells nothing. */
const NOBODY = encode(randomBytes(16), randomBytes(HASH_BYTES));

export const passwords: Passwords = {
  hash: async (password) => {
    const salt = randomBytes(16);
    return encode(salt, await derive(password, salt, PARAMETERS));
  },
  matches: async (password, stored) => {
    const [, n, r, p, salt = "", hash = ""] = (stored ?? NOBODY).split("$");
    const expected = Buffer.from(hash, "base64url");
    const parameters = { N: Number(n), r: Number(r), p: Number(p) };
    const given = await derive(password, Buffer.from(salt, "base64url"), parameters);
    return timingSafeEqual(given, expected) && stored !== null;
  },
};
