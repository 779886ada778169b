import type { Envelope } from "./envelope.ts";
import type { Result } from "./result.ts";
import type { Database } from "./world.ts";

/** Work that runs by the clock, once for all instances. */
export interface Job {
  /** `orders.nightly` */
  readonly name: string;
  /** A cron line of five parts, and the time zone in which it is read. */
  readonly cron: string;
  readonly zone: string;
  readonly timeoutMs: number;
  /** Runs on the database that it is handed: its effect and the note that it ran are one transaction. */
  readonly run: (envelope: Envelope, database: Database) => Promise<Result<unknown>>;
}

declare module "./world.ts" {
  interface Service<Client> {
    /** Left out where nothing runs by the clock. */
    readonly jobs?: readonly Job[];
  }
}
