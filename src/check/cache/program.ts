import { fileURLToPath } from "node:url";
import { stampOf, statOf } from "../stat.ts";

/** Changes with the program that is running, and with the Node that runs it. */
export function programStamp(): string {
  const stat = statOf(fileURLToPath(import.meta.url));
  return stat === null ? "" : `${process.version} ${stampOf(stat)}`;
}
