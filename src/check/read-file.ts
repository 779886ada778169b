import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Project } from "./project.ts";

/** Reads files one after the other into one buffer, which is a good part of what reading costs. */
export function fileReader(mostBytes: number): NonNullable<Project["readBytes"]> {
  let buffer: Buffer | null = null;
  return (path) => {
    // Room for a byte too many, by which a file that is too large is known, and for the zero at the end.
    buffer ??= Buffer.allocUnsafeSlow(mostBytes + 2);
    try {
      return readInto(buffer, path, mostBytes);
    } catch (error) {
      return [null, `it cannot be read (${codeOf(error)})`];
    }
  };
}

function readInto(buffer: Buffer, path: string, mostBytes: number): ReturnType<NonNullable<Project["readBytes"]>> {
  const file = openSync(path, "r");
  try {
    let length = 0;
    for (let count = -1; count !== 0; length += count) count = readSync(file, buffer, length, mostBytes + 1 - length, null);
    if (length > mostBytes) return [null, `it has ${fstatSync(file).size} bytes, and ${mostBytes} are read at most`];
    buffer[length] = 0;
    return [buffer.subarray(0, length + 1), ""];
  } finally {
    closeSync(file);
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
