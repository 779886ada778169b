import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** By which a unit is known to others, and others to it. Ed25519: whoever can verify a call cannot sign one. */
export interface Identity {
  readonly unit: string;
  /** Null in a unit that calls nobody. */
  readonly privateKey: KeyObject | null;
  /** By unit; more than one while a key is being changed. */
  readonly publicKeys: ReadonlyMap<string, readonly KeyObject[]>;
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS#8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** A private key as `openssl genpkey -algorithm ed25519 -outform DER | base64` prints it. */
export const privateKeyFrom = (text: string): KeyObject | null => keyFrom(text, createPrivateKey, "pkcs8");

const publicKeyFrom = (text: string): KeyObject | null => keyFrom(text, createPublicKey, "spki");

const keyFrom = <Form extends "pkcs8" | "spki">(
  text: string,
  create: (input: { key: Buffer; format: "der"; type: Form }) => KeyObject,
  type: Form,
): KeyObject | null => {
  try {
    const key = create({ key: Buffer.from(text, "base64"), format: "der", type });
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
};

/** `orders=MCow…,catalog=MCow…`; null where it is not that. */
export const publicKeysFrom = (text: string): ReadonlyMap<string, readonly KeyObject[]> | null => {
  const keys = new Map<string, readonly KeyObject[]>();
  for (const entry of text.split(",")) {
    const [, unit = "", encoded = ""] = /^\s*([a-z][a-z0-9-]*)=(\S+)\s*$/.exec(entry) ?? [];
    const key = publicKeyFrom(encoded);
    if (key === null) return null;
    keys.set(unit, [...(keys.get(unit) ?? []), key]);
  }
  return keys;
};

/** The key of a unit on a developer's machine: anybody can make it from the secret that is none. */
export const developmentKey = (unit: string, secret: string): KeyObject => {
  const seed = createHash("sha256").update(`${secret} ${unit}`).digest();
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
};

export const developmentKeys = (units: readonly string[], secret: string): Identity["publicKeys"] =>
  new Map(units.map((unit) => [unit, [createPublicKey(developmentKey(unit, secret))]]));
