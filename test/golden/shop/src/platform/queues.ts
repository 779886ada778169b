/** How some events travel. */
export interface Queue {
  readonly name: string;
  readonly carries: readonly string[];
  /** How often a message is tried before it is given up. */
  readonly attempts: number;
  readonly firstBackoffMs: number;
  readonly lastBackoffMs: number;
  /** Whether what was given up is kept aside. */
  readonly deadLetter: boolean;
  /** How long a message is kept at most, one that was given up too. */
  readonly retainMs: number;
}

const queues: readonly Queue[] = [
  {
    name: "order-events",
    carries: ["orders.OrderPlaced", "orders.OrderCancelled"],
    attempts: 5,
    firstBackoffMs: 1000,
    lastBackoffMs: 60000,
    deadLetter: true,
    retainMs: 604_800_000,
  },
  {
    name: "events",
    carries: ["payments.PaymentSettled", "payments.PaymentFailed"],
    attempts: 5,
    firstBackoffMs: 1000,
    lastBackoffMs: 300000,
    deadLetter: true,
    retainMs: 604_800_000,
  },
];

/** Who hears which event: `service.operation`. */
export const subscriptions: readonly { readonly event: string; readonly subscriber: string }[] = [
  { event: "orders.OrderCancelled", subscriber: "catalog.releaseStock" },
  { event: "payments.PaymentSettled", subscriber: "orders.pay" },
  { event: "payments.PaymentFailed", subscriber: "orders.cancel" },
  { event: "orders.OrderPlaced", subscriber: "payments.open" },
];

const STANDARD: Queue = {
  name: "events",
  carries: [],
  attempts: 5,
  firstBackoffMs: 1_000,
  lastBackoffMs: 300_000,
  deadLetter: true,
  retainMs: 604_800_000,
};

/** The queue that carries an event. */
export const queueOf = (event: string): Queue => queues.find((queue) => queue.carries.includes(event)) ?? STANDARD;

/** Doubles with each attempt, up to the longest. */
export const backoffOf = (queue: Queue, attempts: number): number =>
  Math.min(queue.lastBackoffMs, queue.firstBackoffMs * 2 ** (attempts - 1));
