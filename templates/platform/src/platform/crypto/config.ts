import { createHash } from "node:crypto";
import type { Reader } from "../config.ts";
import { mastersFrom } from "./masters.ts";

const EXPECTED = "a list as name=key,name=key with keys of 32 bytes in base64, and not the one for development";

/**
 * The keys that wrap those of data, as `keyServiceOf` takes them.
 * @param developmentSecret of which the key of a developer's machine is made; a process in production refuses to start with it
 */
export const encryptionKeysIn = (read: Reader, developmentSecret: string): string => {
  const ours = `development=${createHash("sha256").update(developmentSecret).digest("base64")}`;
  const holds = (value: string): boolean => mastersFrom(value) !== null && (read.development || !value.includes(ours));
  return read.text("ENCRYPTION_KEYS", read.development ? ours : undefined, holds, EXPECTED);
};
