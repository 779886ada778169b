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

const isNetwork = (text: string): boolean => {
  const [address = "", bits] = text.split("/");
  return NETWORKS.includes(text) || (isIP(address) !== 0 && (bits === undefined || /^\d{1,3}$/.test(bits)));
};

export const limitsIn = (read: Reader, url: string): Limits => ({
  url,
  trustedProxies: read.list("TRUSTED_PROXIES", isNetwork, EXPECTED),
  off: read.development && read.oneOf("RATE_LIMITS", "on", ["on", "off"]) === "off",
});
