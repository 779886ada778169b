import type { Command } from "./context.ts";
import { idleResult, recallPlan } from "./plan/known.ts";

export interface PlanFlags {
  readonly spec?: string | undefined;
  /** Whether to show what becomes of the text of each file, or of the files at a path alone. */
  readonly diff?: string | true | undefined;
  /** A file to write the plan to. */
  readonly out?: string | undefined;
  /** What left the spec and is to leave the database too, named between commas. */
  readonly contract?: string | undefined;
  /** A commit, or a file, with the spec that was released last. */
  readonly against?: string | undefined;
}

/**
 * `keybeam plan [spec]`: what `generate` would do, what that means, and what is still to be written by hand. Writes nothing but an index of what it looked
 * at, and the plan itself where that is asked for; 1 where there is something to do. Against a released spec it says what would let callers down, and nothing else.
 */
export const plan: Command<PlanFlags> = async (context, flags) => {
  if (flags.against !== undefined) return (await import("./plan/against.ts")).planAgainst(context, flags.against, flags.spec);
  const known = [flags.out, flags.diff, flags.contract].every((one) => one === undefined) ? recallPlan(context.io.cwd, flags.spec) : null;
  return known === null ? (await import("./plan/full.ts")).fullPlan(context, flags) : idleResult(known, context.strict);
};
