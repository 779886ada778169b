import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { Outcome } from "../model/diagnostic.ts";
import { fileFault } from "./fault.ts";
import { errorCode } from "./error-code.ts";

/**
 * The bytes of a regular file, one byte over `limit` at most, so that its reader sees that it is too long. Never waits for a pipe.
 * `name` is the file as diagnostics call it.
 */
export function readInput(path: string, name: string, limit: number): Outcome<Buffer> {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) return [null, [fileFault("spec-not-a-file", name, `${name} is no regular file.`, "Give the path of a YAML file.")]];
      return [readUpTo(file, limit + 1, stat.size), []];
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

function readUpTo(file: number, most: number, size: number): Buffer {
  let buffer = Buffer.allocUnsafe(Math.min(size + 1, most));
  for (let length = 0; ; ) {
    const read = readSync(file, buffer, length, buffer.length - length, null);
    length += read;
    // What is no file of a disk may say that it has no bytes, and have some.
    if (read === 0 || length === size || length === most) return buffer.subarray(0, length);
    if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(2 * length + CHUNK, most));
  }
}

const CHUNK = 65_536;
