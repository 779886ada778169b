import { setImmediate } from "node:timers/promises";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs work that must not stop in the middle: a signal that comes meanwhile is obeyed right after it. The work is synchronous, so
 * no other code of this process can end it early either.
 */
export async function holdingSignals<T>(work: () => T): Promise<T> {
  const caught: NodeJS.Signals[] = [];
  const remember = (signal: NodeJS.Signals): void => void caught.push(signal);
  for (const signal of signals) process.on(signal, remember);
  try {
    return work();
  } finally {
    await setImmediate();
    for (const signal of signals) process.off(signal, remember);
    const [first] = caught;
    if (first !== undefined) process.kill(process.pid, first);
  }
}
