import type { Log } from "./kernel/world.ts";

export interface Loop {
  /** Ends the pause, if there is one: there may be work. */
  readonly wake: () => void;
  /** Resolves when the step at hand is done. */
  readonly stop: () => Promise<void>;
}

const AFTER_FAULT_MS = 1_000;

/**
 * Runs the step again and again: at once while it finds work, after a pause where it did not.
 * @param step true where there was work
 */
export const startLoop = (name: string, pauseMs: number, log: Log, step: () => Promise<boolean>): Loop => {
  let stopping = false;
  let woken = false;
  let endPause = (): void => undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopping) {
      woken = false;
      try {
        const worked = await step();
        if (!worked && !woken && !stopping) await pause(pauseMs);
      } catch (error) {
        log.warn(`${name} failed and will go on`, { reason: error instanceof Error ? error.message : String(error) });
        if (!stopping) await pause(AFTER_FAULT_MS);
      }
    }
  };
  const wake = (): void => {
    woken = true;
    endPause();
  };
  const done = run();
  return {
    wake,
    stop: () => {
      stopping = true;
      wake();
      return done;
    },
  };
};
