import type { Cipher } from "../kernel/cipher.ts";
import { isSealed } from "../kernel/cipher.ts";
import type { Ring } from "./ring.ts";
import { decrypted, encrypted, fingerprint } from "./seal.ts";

/** A key that another instance has made is used here after so much at most. */
const FRESH_MS = 300_000;
/** Values under made-up keys must not become a flood of questions. */
const PAUSE_MS = 5_000;

/** Values are kept as `sealed:KEY:BYTES`. */
export const createCipher = (load: () => Promise<Ring>): Cipher => {
  let known: { readonly ring: Promise<Ring>; readonly at: number } | null = null;
  const ring = (maxAgeMs: number): Promise<Ring> => {
    if (known === null || performance.now() - known.at > maxAgeMs) {
      const asked = { ring: load(), at: performance.now() };
      known = asked;
      asked.ring.catch(() => {
        if (known === asked) known = null;
      });
    }
    return known.ring;
  };
  let askedAgain = Number.NEGATIVE_INFINITY;
  /** For a key that another instance has just made. */
  const again = (): Promise<Ring> => {
    if (performance.now() - askedAgain < PAUSE_MS) return ring(FRESH_MS);
    askedAgain = performance.now();
    return ring(-1);
  };
  const keyOf = async (id: string): Promise<Buffer> => {
    const key = (await ring(FRESH_MS)).keys.get(id) ?? (await again()).keys.get(id);
    if (key === undefined) throw new Error(`There is no key ${id} for what is sealed.`);
    return key;
  };
  return {
    seal: async (place, text) => {
      const { current } = await ring(FRESH_MS);
      return `sealed:${current}:${encrypted(await keyOf(current), place, Buffer.from(text))}`;
    },
    open: async (place, stored) => {
      if (!isSealed(stored)) return stored;
      const [, id = "", bytes = ""] = stored.split(":");
      return decrypted(await keyOf(id), place, bytes).toString("utf8");
    },
    blind: async (field, text) => fingerprint((await ring(FRESH_MS)).blind, field, text),
  };
};
