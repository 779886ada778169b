import { createHash } from "node:crypto";

/**
 * Where a broker knows no keys, the keys are spread over lanes, and the messages of a lane are handed out one after the
 * other. A message that is tried again holds up its lane, not its key alone.
 */
export const LANES = 8;

export const laneNumbers: readonly number[] = Array.from({ length: LANES }, (_, lane) => lane);

export const laneOf = (key: string): number => createHash("sha1").update(key).digest().readUInt32BE(0) % LANES;

/** Runs what it is given, so many at once; the rest waits its turn. */
export const limited = (atOnce: number): (<Value>(work: () => Promise<Value>) => Promise<Value>) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
};

/** Pauses that all end at once when somebody stops. */
export const pauses = () => {
  const ends = new Set<() => void>();
  let stopped = false;
  return {
    pause: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        if (stopped) return resolve();
        const end = (): void => {
          clearTimeout(timer);
          ends.delete(end);
          resolve();
        };
        const timer = setTimeout(end, ms);
        ends.add(end);
      }),
    stop: (): void => {
      stopped = true;
      for (const end of [...ends]) end();
    },
  };
};
