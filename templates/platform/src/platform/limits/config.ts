import { isIP } from "node:net";
import type { Reader } from "../config.ts";

/** How requests are counted. */
export interface Limits {
  /** Of the database where all instances count. */
  readonly url: string;
  /** Whose word on a client's address is taken: addresses, networks, or names of such. */
  readonly trustedProxies: readonly string[];
  /** Tests ask for more than a client may. */
  readonly off: boolean;
}

const NETWORKS = ["linklocal", "loopback", "uniquelocal"];
const EXPECTED = `a list of addresses, networks or ${NETWORKS.join(", ")}`;

/** How many bits an address has, by its version. */
const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/** Just what the server takes: it ends at its start over anything else. */
export const isNetwork = (text: string): boolean => {
  if (NETWORKS.includes(text)) return true;
  const [address = "", bits = "1", ...more] = text.split("/");
  return more.length === 0 && /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (BITS[isIP(address)] ?? 0);
};

export const limitsIn = (read: Reader, url: string): Limits => ({
  url,
  trustedProxies: read.list("TRUSTED_PROXIES", isNetwork, EXPECTED),
  off: read.development && read.oneOf("RATE_LIMITS", "on", ["on", "off"]) === "off",
});
