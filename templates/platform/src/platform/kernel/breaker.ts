/** When a breaker opens, and for how long. */
export interface BreakerOptions {
  /** Opens where at least this fraction of the last calls failed. */
  readonly errors: number;
  readonly openMs: number;
}

/** Lets calls through while they mostly succeed; refuses them for a while when they mostly fail. */
export interface Breaker {
  /** How to say how a call ended; null where none may be made now. */
  readonly enter: () => ((failed: boolean) => void) | null;
  /** Milliseconds until a call may be tried again; 0 where it may be now. */
  readonly waitMs: () => number;
}

/** So many of the last calls are looked at, and fewer than the least prove nothing. */
const WINDOW = 20;
const LEAST = 10;
/** What is older tells nothing of now. */
const WINDOW_MS = 30_000;

interface Ended {
  readonly at: number;
  readonly failed: boolean;
}

/**
 * After its time an open breaker lets one call through: if that succeeds it closes, else it stays open as long again.
 * @param onChange is told whenever it opens or closes
 */
export const createBreaker = ({ errors, openMs }: BreakerOptions, onChange: (open: boolean) => void): Breaker => {
  let ended: readonly Ended[] = [];
  let closedUntil = 0;
  let open = false;
  const turn = (to: boolean): void => {
    if (to) closedUntil = performance.now() + openMs;
    if (to !== open) onChange(to);
    open = to;
    ended = [];
  };
  const note = (failed: boolean): void => {
    const now = performance.now();
    ended = [...ended.filter(({ at }) => now - at < WINDOW_MS), { at: now, failed }].slice(-WINDOW);
    const failures = ended.filter((one) => one.failed).length;
    if (ended.length >= LEAST && failures / ended.length >= errors) turn(true);
  };
  const waitMs = (): number => (open ? Math.max(0, closedUntil - performance.now()) : 0);
  return {
    waitMs,
    enter: () => {
      if (!open) return (failed) => (open ? undefined : note(failed));
      if (waitMs() > 0) return null;
      // The one that probes: until it has ended, or has had its time, nobody else does.
      closedUntil = performance.now() + openMs;
      return turn;
    },
  };
};
