import type { Sources } from "../diagnostics.ts";
import type { Result } from "../result.ts";

/** What a reporter may ask for beside the result. */
export interface World {
  /** The text of a file that a finding points at. */
  readonly sources: Sources;
  /** The manual of a rule, in Markdown; null where it has none. */
  readonly manual: (rule: string) => string | null;
  /** The version of keybeam. */
  readonly version: string;
}

/** A format for other programs: a result as the whole text of a file, its end of line included. */
export type Reporter = (result: Result, world: World) => string;
