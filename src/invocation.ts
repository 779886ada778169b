import type { Context } from "./commands/context.ts";
import type { SharedFlags } from "./flags.ts";
import type { Result } from "./report/index.ts";

/** What the command line asks for; the command's own code is loaded when it runs. */
export interface Invocation {
  readonly shared: SharedFlags;
  readonly run: (context: Context) => Promise<Result>;
}

export type Start = (shared: SharedFlags, run: Invocation["run"], repeat?: Repeat) => Promise<void>;

/** Made before the first run; what it gives comes back whenever the run is to be repeated. Undefined where there is nothing to wait for. */
export type Repeat = (context: Context) => (() => Promise<void>) | undefined;
