import type { Architecture } from "../../model/architecture.ts";
import type { Extracted } from "../extract/fact.ts";
import type { Target } from "../resolve/target.ts";
import type { Stat } from "../stat.ts";

/** What is known of one file. */
export interface Known {
  readonly stat: Stat;
  readonly found: Extracted;
  /** One an import; null where they are unknown. */
  readonly targets: readonly Target[] | null;
}

/** A spec that was read, as its file was. */
export interface KnownSpec {
  /** As diagnostics call it. */
  readonly name: string;
  readonly stat: Stat;
  readonly architecture: Architecture;
}

/** All that one run leaves to the next. */
export interface Memory {
  /** Every file that was listed, sorted. */
  readonly paths: readonly string[];
  readonly known: ReadonlyMap<string, Known>;
  /** The files of configuration on which all targets rest; null where one of them had only just changed. */
  readonly configs: ReadonlyMap<string, Stat> | null;
  readonly spec: KnownSpec | null;
}
