/** The person or program that entered the system, as its credential says. */
export interface User {
  readonly id: string;
  readonly roles: readonly string[];
  /** In whose name they work, where rows belong to tenants. */
  readonly tenant?: string;
}

/** Whether work is still wanted. */
export interface Cancellation {
  /** Whether the deadline has passed or the caller has gone away. */
  readonly requested: () => boolean;
  /** Aborted at that moment. It costs more than all the rest of an envelope, so that it is made when it is first asked for. */
  readonly signal: () => AbortSignal;
}

/**
 * What travels with every request, call and event, through every layer: who, in whose name, how long still,
 * and the names under which the logs of several services meet.
 */
export interface Envelope {
  /** Null: nobody showed a credential. */
  readonly user: User | null;
  /** The service that calls, where it is not a user who enters. */
  readonly service: string | null;
  readonly tenant: string | null;
  readonly requestId: string;
  /** W3C trace context. */
  readonly traceparent: string;
  /** On the clock of `performance.now()`: good in this process only. Between processes the time left travels. */
  readonly deadline: number;
  readonly cancellation: Cancellation;
  readonly idempotencyKey: string | null;
}

/** Milliseconds left; negative once the deadline has passed. */
export const timeLeft = (envelope: Envelope): number => envelope.deadline - performance.now();

/** The same envelope with at most `timeoutMs` left: of two deadlines the smaller holds. */
export const within = (envelope: Envelope, timeoutMs: number): Envelope => ({
  ...envelope,
  deadline: Math.min(envelope.deadline, performance.now() + timeoutMs),
});

/** The same envelope for a command that must take effect once: the callee remembers the key. */
export const keyed = (envelope: Envelope, idempotencyKey: string): Envelope => ({ ...envelope, idempotencyKey });

/** The same envelope as another service sees it. */
export const calledBy = (service: string, envelope: Envelope): Envelope => ({ ...envelope, service });
