/** When a breaker opens, and for how long. */
export interface BreakerOptions {
  /** Opens where at least this fraction of the last calls failed. */
  readonly errors: number;
  readonly openMs: number;
}

/** How a call ended. One that its own caller cut short tells nothing of the callee. */
export type Ended = "answered" | "failed" | "untold";

/** Lets calls through while they mostly succeed; refuses them for a while when they mostly fail. */
export interface Breaker {
  /** How to say how a call ended; null where none may be made now. */
  readonly enter: () => ((ended: Ended) => void) | null;
  /** Milliseconds until a call may be tried again; 0 where it may be now. */
  readonly waitMs: () => number;
}

/** So many of the last calls are looked at, and fewer than the least prove nothing. */
const WINDOW = 20;
const LEAST = 10;
/** What is older tells nothing of now. */
const WINDOW_MS = 30_000;

interface Call {
  readonly at: number;
  readonly failed: boolean;
}

/**
 * After its time an open breaker lets one call through: if that succeeds it closes, else it stays open as long again.
 * Only a failure opens it: a callee that has just come back is not held against what failed before.
 * @param onChange is told whenever it opens or closes
 */
export const createBreaker = ({ errors, openMs }: BreakerOptions, onChange: (open: boolean) => void): Breaker => {
  let calls: readonly Call[] = [];
  let closedUntil = 0;
  let open = false;
  const turn = (to: boolean): void => {
    if (to) closedUntil = performance.now() + openMs;
    if (to !== open) onChange(to);
    open = to;
    calls = [];
  };
  const note = (failed: boolean): void => {
    const now = performance.now();
    calls = [...calls.filter(({ at }) => now - at < WINDOW_MS), { at: now, failed }].slice(-WINDOW);
    const failures = calls.filter((one) => one.failed).length;
    if (failed && calls.length >= LEAST && failures / calls.length >= errors) turn(true);
  };
  const probed = (ended: Ended): void => {
    if (!open) return;
    if (ended === "untold") closedUntil = 0;
    else turn(ended === "failed");
  };
  const waitMs = (): number => (open ? Math.max(0, closedUntil - performance.now()) : 0);
  return {
    waitMs,
    enter: () => {
      if (!open) return (ended) => (open || ended === "untold" ? undefined : note(ended === "failed"));
      if (waitMs() > 0) return null;
      // The one that probes: until it has ended, or has had its time, nobody else does.
      closedUntil = performance.now() + openMs;
      return probed;
    },
  };
};
