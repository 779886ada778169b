import { pauses } from "../lanes.ts";

/** What an instance has of its group while it works on a batch. */
export interface Membership {
  /** Ends early where the batch has to. */
  readonly pause: (ms: number) => Promise<void>;
  /** Throws what ends the batch, as soon as something does. */
  readonly demand: () => void;
  readonly end: (reason: unknown) => void;
  /** The batch is over. */
  readonly release: () => void;
}

/**
 * Says again and again that the instance is there, however long a batch takes. Where the group wants all to join again,
 * the batch ends after the message at hand: who does not come in time is no member any more.
 */
export const holdMembership = (heartbeat: () => Promise<void>, everyMs: number): Membership => {
  const { pause, stop } = pauses();
  let fault: { readonly reason: unknown } | null = null;
  const end = (reason: unknown): void => {
    fault ??= { reason };
    clearInterval(beat);
    stop();
  };
  const beat = setInterval(() => {
    heartbeat().catch(end);
  }, everyMs);
  return {
    pause,
    demand: () => {
      if (fault !== null) throw fault.reason;
    },
    end,
    release: () => clearInterval(beat),
  };
};
