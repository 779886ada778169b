import { decrypted, encrypted, KEY_BYTES } from "./seal.ts";

/** Who wraps the keys of data: the environment here; a key service would answer the same two questions. */
export interface KeyService {
  /** The id of the key that wraps from now on. */
  readonly current: string;
  readonly wrap: (key: Buffer) => Promise<string>;
  /** @throws where there is no key of that id, or it does not fit */
  readonly unwrap: (id: string, wrapped: string) => Promise<Buffer>;
}

const PLACE = "a key of data";

/** `2026=BASE64,2025=BASE64`: the first wraps, all unwrap. Null where it is not of this form. */
export const mastersFrom = (text: string): ReadonlyMap<string, Buffer> | null => {
  const pairs = text.split(",").map((pair) => /^\s*([\w-]{1,40})=([A-Za-z0-9+/]{43}=)\s*$/.exec(pair));
  const masters = new Map(
    pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? "", Buffer.from(pair[2] ?? "", "base64")]])),
  );
  const whole = pairs.every((pair) => pair !== null) && masters.size === pairs.length;
  return whole && [...masters.values()].every((key) => key.length === KEY_BYTES) ? masters : null;
};

/** The keys that the environment names, as a key service. */
export const keyServiceOf = (text: string): KeyService => {
  const masters = mastersFrom(text) ?? new Map<string, Buffer>();
  const [current = ""] = masters.keys();
  const master = (id: string): Buffer => {
    const key = masters.get(id);
    if (key === undefined) throw new Error(`ENCRYPTION_KEYS holds no key ${id}, under which data is sealed.`);
    return key;
  };
  return {
    current,
    wrap: async (key) => encrypted(master(current), PLACE, key),
    unwrap: async (id, wrapped) => decrypted(master(id), PLACE, wrapped),
  };
};
