import type { Operation } from "./operation.ts";

/** Somebody else's system that services call over HTTP. */
export interface Integration {
  readonly name: string;
  readonly description: string;
  /** Where it answers unless the environment says otherwise; paths of operations stand below it. */
  readonly baseUrl: string;
  readonly auth: { readonly scheme: "bearer" | "basic" | "apiKey"; /** An environment variable. */ readonly secret: string } | null;
  /** Each with its method and path there, and its own timeout or that of the integration. */
  readonly operations: readonly Operation[];
  /** What it tells by itself; null where it tells nothing. */
  readonly webhooks: {
    /** An environment variable. */
    readonly secret: string;
    /** The event that each type of message becomes. */
    readonly events: readonly { readonly type: string; readonly service: string; readonly event: string }[];
  } | null;
}
