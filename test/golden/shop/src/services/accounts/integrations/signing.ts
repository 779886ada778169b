import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
} from "node:crypto";
import { checked } from "../../../platform/kernel/json.ts";
import type { Signing } from "../application/ports.ts";
import { ALGORITHM } from "../domain/settings.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const newPair = (): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } => {
  if (ALGORITHM === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  return ALGORITHM === "RS256" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync("ed25519");
};

/** AES-256-GCM under a key derived from the secret. */
const createSeal = (secret: string) => {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "signing keys", 32));
  return {
    seal: (text: string): string => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
    },
    unseal: (sealed: string): string => {
      const bytes = Buffer.from(sealed, "base64");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
    },
  };
};

/** @param secret seals private keys; with another one the keys in the database are of no use */
export const createSigning = (secret: string): Signing => {
  const { seal, unseal } = createSeal(secret);
  return {
    newKey: (createdAt) => {
      const { publicKey, privateKey } = newPair();
      const kid = randomUUID();
      const jwk = checked<Readonly<Record<string, string>>>(publicKey.export({ format: "jwk" }));
      const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      return { kid, publicKey: { ...jwk, alg: ALGORITHM, use: "sig" }, sealedPrivateKey: seal(pem), createdAt };
    },
    sign: (key, claims) => {
      const text = `${encoded({ alg: ALGORITHM, typ: "at+jwt", kid: key.kid })}.${encoded(claims)}`;
      const privateKey = createPrivateKey(unseal(key.sealedPrivateKey));
      const digest = ALGORITHM === "EdDSA" ? null : "sha256";
      const signature = sign(digest, Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" });
      return `${text}.${signature.toString("base64url")}`;
    },
    newSecret: () => randomBytes(32).toString("base64url"),
    hashOf: (secretText) => createHash("sha256").update(secretText).digest("hex"),
  };
};
