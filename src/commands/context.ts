import type { FormatName, Result } from "../report/index.ts";

/** A stream that takes text; a write is rejected with the system's error. */
export interface Sink {
  readonly isTty: boolean;
  readonly write: (text: string) => Promise<void>;
}

/** The world of a run, handed in so that a test can be one. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: { readonly isTty: boolean };
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/** What every command is handed. */
export interface Context {
  readonly io: Io;
  /** What goes to stdout. */
  readonly format: FormatName;
  /** Warnings count as findings. */
  readonly strict: boolean;
  /** Says something beside the result, on stderr. */
  readonly say: (text: string) => void;
}

export type Command<Options> = (context: Context, options: Options) => Promise<Result>;

/** Whether a question may be asked: a person sits at both ends, and wants prose. */
export function isInteractive({ io, format }: Context): boolean {
  return io.stdin.isTty && io.stderr.isTty && format === "pretty" && !isSet(io.env.CI);
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "" && value !== "false" && value !== "0";

/** The commands that say only what was asked on a stream that no person watches draw nothing. */
export function mayAnimate({ io, format }: Context): boolean {
  return io.stderr.isTty && format === "pretty" && io.env.TERM !== "dumb" && !isSet(io.env.CI);
}
