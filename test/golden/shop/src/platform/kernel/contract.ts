import type { Envelope } from "./envelope.ts";
import type { Result } from "./result.ts";
import type { Schema } from "./schema.ts";

/** What one operation promises to those who call it. */
export interface MethodContract {
  readonly kind: "query" | "command";
  /** `natural`: twice does what once does. `key`: once for each key. `none`: never tried again. */
  readonly idempotency: "natural" | "key" | "none";
  readonly timeoutMs: number;
  readonly input: Schema;
  readonly output: Schema;
  /** Domain errors and the HTTP status that each has. */
  readonly errors: Readonly<Record<string, number>>;
}

export interface EventContract {
  readonly version: number;
  readonly payload: Schema;
}

/** A contract method: async, one plain object in, one out; no callbacks, streams or class instances. */
export type Method<Input, Output> = (envelope: Envelope, input: Input) => Promise<Result<Output>>;

/** The face of a service: its methods under the names of its client, and the events that it publishes. */
export interface Contract<Client> {
  readonly service: string;
  readonly methods: { readonly [Name in keyof Client]: MethodContract };
  readonly events: Readonly<Record<string, EventContract>>;
}

export const defineContract = <Client>(contract: Contract<Client>): Contract<Client> => contract;
