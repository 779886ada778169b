import { setFlagsFromString } from "node:v8";

/**
 * Lets V8 wait longer before it optimises a function. A check of imports is over in a second, and much of what it would compile on the side is used no
 * more: 600,000 in place of some 130,000 bytes of work saves a fifth of the CPU, cold and warm. Only where that was measured, in Node 20.
 */
export function tuneEngine(version: string = process.versions.node): void {
  if (version.startsWith("20.")) setFlagsFromString("--interrupt-budget=600000");
}
