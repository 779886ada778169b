/** Something that somebody else publishes and that is remembered here: when it was asked for, and how to ask again. */
export interface Refresh {
  /** Milliseconds since it was last had; infinite before the first time. */
  readonly age: () => number;
  /** False for a while after each try, so that what is wrong with a request does not become a flood of others; how long may be said. */
  readonly mayTry: (afterMs?: number) => boolean;
  /** Whoever comes while it is asked for waits for the same answer. */
  readonly run: () => Promise<void>;
}

/** @param ask rejects where it cannot be had */
export const createRefresh = (pauseMs: number, ask: () => Promise<void>): Refresh => {
  let had = Number.NEGATIVE_INFINITY;
  let tried = had;
  let asking: Promise<void> | null = null;
  const tryOnce = async (): Promise<void> => {
    try {
      await ask();
      had = performance.now();
    } finally {
      tried = performance.now();
      asking = null;
    }
  };
  return {
    age: () => performance.now() - had,
    mayTry: (afterMs = pauseMs) => asking !== null || performance.now() - tried > afterMs,
    run: () => {
      asking ??= tryOnce();
      return asking;
    },
  };
};
