import type { Extracted } from "../extract/fact.ts";

/**
 * What earlier runs found in files. A stamp is a file's size, its times of change and of status change: the last of them is
 * set by the system alone, so that no repository can bring a cache of its own that fits.
 */
export interface FactCache {
  /** What was found in the file as it is by its stamp; null where it has changed or is new. */
  readonly recall: (path: string, stamp: string) => Extracted | null;
  readonly keep: (path: string, stamp: string, found: Extracted) => void;
}

/** Remembers nothing. */
export const noCache: FactCache = { recall: () => null, keep: () => {} };
