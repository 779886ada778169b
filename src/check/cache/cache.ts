import type { Extracted } from "../extract/fact.ts";
import type { Project } from "../project.ts";
import type { Target } from "../resolve/target.ts";
import type { Stat } from "../stat.ts";

/** What earlier runs found in files, and where it led. */
export interface FactCache {
  /** What was found in the file as it is by its stat; null where it has changed or is new. */
  readonly recall: (path: string, stat: Stat) => Extracted | null;
  /** False where nothing is known of the file, so that its stat need not be taken before it is read; where this is missing, something may be. */
  readonly knows?: (path: string) => boolean;
  readonly keep: (path: string, stat: Stat, found: Extracted) => void;
  /** Where imports lead in this project. */
  readonly enter: (project: Project) => TargetCache;
}

/** Where imports lead depends on which files there are, and on the files of configuration that resolution reads. */
export interface TargetCache {
  /** One target an import, of a file that was recalled; null where they are unknown, or one of those has changed. */
  readonly recall: (path: string) => readonly Target[] | null;
  readonly keep: (path: string, targets: readonly Target[]) => void;
  /** The text of a file of configuration, which is remembered as one of those that count; null where there is none. */
  readonly read: (path: string) => string | null;
}

/** Remembers nothing. */
export const noCache: FactCache = {
  recall: () => null,
  knows: () => false,
  keep: () => {},
  enter: (project) => ({ recall: () => null, keep: () => {}, read: (path) => project.read(path)[0] }),
};
