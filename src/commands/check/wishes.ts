import type { Wishes } from "../../check/index.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { Outcome } from "../../model/diagnostic.ts";
import type { FileChange } from "../../model/file-change.ts";
import { generatedFiles, nodeDisk } from "../../workspace/reading.ts";
import { flagFault } from "../flag-fault.ts";
import { nearestTo } from "../nearest.ts";
import { baselinePath, loadBaseline } from "./baseline-file.ts";
import { changedSince, changesEverything } from "./changed.ts";
import { milliseconds } from "./deadline.ts";

export interface WishFlags {
  /** A commit: only what changed since then is of interest. */
  readonly changed?: string | undefined;
  readonly timeout?: string | undefined;
  readonly inlineConfig?: boolean;
  readonly baselineWrite?: boolean;
}

/** What the flags and the project's own baseline ask of this run. */
export async function wishesOf({ architecture, folder, name }: Asked, options: WishFlags): Promise<Outcome<Wishes & { readonly timeoutMs: number }>> {
  const { baselineWrite = false, inlineConfig = true, changed, timeout } = options;
  const timeoutMs = timeout === undefined ? Number.POSITIVE_INFINITY : milliseconds(timeout);
  if (timeoutMs === null) return [null, [flagFault("--timeout", `"${timeout}" is no time.`, "Write it as 30s, 500ms or 5m.")]];
  const [loaded, faults] = loadBaseline(architecture, folder, baselineWrite);
  if (loaded === null) return [null, faults];
  const [since, gitFaults] = changed === undefined ? [undefined, []] : await changedSince(changed, folder);
  if (since === null) return [null, gitFaults];
  const accepted = baselinePath(architecture);
  const everything = since === undefined || [...since.keys()].some((path) => path === accepted || changesEverything(path, name));
  const baseline = loaded.baseline ?? (baselineWrite ? "all" : undefined);
  return [{ timeoutMs, inlineConfig, baseline, isOwned: generatedFiles(nodeDisk(folder)), nearest: nearestTo, changed: everything ? undefined : since }, []];
}

export interface Asked {
  readonly architecture: Architecture;
  readonly folder: string;
  /** The spec's own file name. */
  readonly name: string;
}

/** The same where these files have changed since; of one that had changed already it counts how it was at first. */
export function touching(wishes: Wishes, changes: readonly FileChange[]): Wishes {
  if (wishes.changed === undefined) return wishes;
  const texts = changes.flatMap(({ from, to, before }): readonly (readonly [string, string | null])[] => [...(to === from ? [] : ([[to, null]] as const)), [from, before]]);
  return { ...wishes, changed: new Map([...texts, ...wishes.changed]) };
}
