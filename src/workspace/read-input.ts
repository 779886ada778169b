import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { Outcome } from "../model/diagnostic.ts";
import { fileFault } from "./fault.ts";
import { errorCode } from "./node-disk.ts";

/**
 * The bytes of a regular file, one byte over `limit` at most, so that its reader sees that it is too long. Never waits for a pipe.
 * `name` is the file as diagnostics call it.
 */
export function readInput(path: string, name: string, limit: number): Outcome<Buffer> {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!fstatSync(file).isFile()) return [null, [fileFault("spec-not-a-file", name, `${name} is no regular file.`, "Give the path of a YAML file.")]];
      return [readUpTo(file, limit + 1), []];
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    const message = code === "ENOENT" ? `There is no ${name} here.` : `${name} cannot be read: ${code}.`;
    const help = code === "ENOENT" ? "Make one with `keybeam new`, or with `keybeam init` for code that is there; or name another file: keybeam <command> path/to/architecture.yaml" : "";
    return [null, [fileFault("spec-not-a-file", name, message, help)]];
  }
}

function readUpTo(file: number, most: number): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < most) {
    const chunk = Buffer.allocUnsafe(Math.min(65_536, most - size));
    const read = readSync(file, chunk);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    size += read;
  }
  return Buffer.concat(chunks);
}
