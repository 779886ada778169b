import { closeSync, openSync, readSync } from "node:fs";
import type { Project } from "./project.ts";
import { type Stat, statOfOpen } from "./stat.ts";

type Read = ReturnType<NonNullable<Project["readBytes"]>>;

/**
 * Reads files one after the other into one buffer, which is a good part of what reading costs. `tell` is told what the file's stat was before
 * it was read.
 */
export function fileReader(mostBytes: number): (path: string, tell: ((stat: Stat | null) => void) | null) => Read {
  let buffer: Buffer | null = null;
  return (path, tell) => {
    // Room for a byte too many, by which a file that is too large is known, and for the zero at the end.
    buffer ??= Buffer.allocUnsafeSlow(mostBytes + 2);
    try {
      return readInto(buffer, path, mostBytes, tell);
    } catch (error) {
      return [null, `it cannot be read (${codeOf(error)})`];
    }
  };
}

function readInto(buffer: Buffer, path: string, mostBytes: number, tell: ((stat: Stat | null) => void) | null): Read {
  const file = openSync(path, "r");
  try {
    const stat = statOfOpen(file);
    tell?.(stat);
    let length = readSync(file, buffer, 0, mostBytes + 1, null);
    // A file that has as many bytes as it said is at its end.
    for (let count = length; count !== 0 && length !== stat?.size; length += count) count = readSync(file, buffer, length, mostBytes + 1 - length, null);
    if (length > mostBytes) return [null, `it has ${stat?.size ?? length} bytes, and ${mostBytes} are read at most`];
    buffer[length] = 0;
    return [buffer.subarray(0, length + 1), ""];
  } finally {
    closeSync(file);
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
