export type BrokerName = "embedded" | "redis" | "rabbitmq" | "nats" | "kafka" | "sqs";

/** The queue `events`, on the embedded broker, carries what no other queue does; it is in the list where it is needed. */
export interface Queue {
  readonly name: string;
  /** `service.Event` names. */
  readonly carries: readonly string[];
  readonly broker: BrokerName;
  readonly attempts: number;
  readonly backoff: { readonly firstMs: number; readonly lastMs: number };
  readonly deadLetter: boolean;
  /** A field of the event; null means the id of the publishing entity. */
  readonly orderBy: string | null;
  readonly retainMs: number;
}
