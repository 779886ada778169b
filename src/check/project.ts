import type { Stat } from "./stat.ts";

/** The code to check, and nothing else: whoever asks for it decides how it is read. */
export interface Project {
  /** Every file, not of code alone; POSIX paths from the project's folder, sorted. */
  readonly paths: readonly string[];
  /** Files and folders that were found and left out by a limit, with the reason as the end of a sentence. */
  readonly unlisted: readonly { readonly path: string; readonly reason: string }[];
  /** A file's text, or null and the reason. */
  readonly read: (path: string) => readonly [text: string, reason: ""] | readonly [text: null, reason: string];
  /** The same as bytes with a zero after them, good until the next call alone; where it is missing, `read` serves. */
  readonly readBytes?: (path: string) => readonly [bytes: Buffer, reason: ""] | readonly [bytes: null, reason: string];
  /** What changes whenever the file does, as it was before the file was read; null where there is nothing of the kind, or another change might not show. */
  readonly stat?: (path: string) => Stat | null;
  /** The same as a text. */
  readonly stamp?: (path: string) => string | null;
}

/** A project that is held in memory. */
export function projectOf(files: ReadonlyMap<string, string>): Project {
  return {
    paths: [...files.keys()].sort(),
    unlisted: [],
    read: (path) => {
      const text = files.get(path);
      return text === undefined ? [null, "it does not exist"] : [text, ""];
    },
  };
}
