import type { Log } from "../kernel/world.ts";
import { startLoop } from "../loop.ts";
import type { Consumption, Message } from "./broker.ts";

/**
 * A store of messages that are claimed for a time. One that was claimed comes again after its lease, unless it was
 * settled; who settles too late changes nothing.
 */
export interface Claims {
  readonly claim: (subscribers: readonly string[], limit: number, leaseMs: number) => Promise<readonly Message[]>;
  readonly done: (message: Message) => Promise<void>;
  readonly retry: (message: Message, delayMs: number) => Promise<void>;
  readonly bury: (message: Message, reason: string, keep: boolean) => Promise<void>;
  /** Calls back when something may have arrived; gives the way to stop. */
  readonly onArrival: (wake: () => void) => Promise<() => Promise<void>>;
}

const PAUSE_MS = 500;

const work = async (claims: Claims, { handle }: Consumption, message: Message): Promise<void> => {
  const settlement = await handle(message);
  if (settlement.kind === "done") await claims.done(message);
  else if (settlement.kind === "retry") await claims.retry(message, settlement.delayMs);
  else await claims.bury(message, settlement.reason, settlement.keep);
};

/** Claims messages and hands them on, as many at once as were asked for. */
export const consumeClaims = async (
  claims: Claims,
  consumption: Consumption,
  log: Log,
): Promise<{ readonly stop: () => Promise<void> }> => {
  const { subscribers, atOnce, leaseMs } = consumption;
  const active = new Set<Promise<void>>();
  const loop = startLoop(`the consumer of ${subscribers.join(", ")}`, PAUSE_MS, log, async () => {
    if (active.size >= atOnce) return false;
    const messages = await claims.claim(subscribers, atOnce - active.size, leaseMs);
    for (const message of messages) {
      const settled = work(claims, consumption, message)
        .catch((error: unknown) => log.error("a message could not be settled", { error }))
        .finally(() => {
          active.delete(settled);
          loop.wake();
        });
      active.add(settled);
    }
    return messages.length > 0;
  });
  const stopListening = await claims.onArrival(loop.wake);
  return {
    stop: async () => {
      await stopListening();
      await loop.stop();
      await Promise.all(active);
    },
  };
};
