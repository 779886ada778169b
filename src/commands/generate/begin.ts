import { existsSync } from "node:fs";
import type { Outcome } from "../../model/diagnostic.ts";
import { nodeDisk, type PlanRecord, type Recovery, recoverProject } from "../../workspace/index.ts";
import { flagFault } from "../flag-fault.ts";
import { holdingSignals } from "../hold-signals.ts";
import { namedBy } from "../plan/plan-file.ts";
import { specFolder } from "../spec-file.ts";

/** What is known before the spec is read. */
export interface Beginning {
  readonly spec: string | undefined;
  /** The plan that was agreed to, where the command line names one. */
  readonly agreed: PlanRecord | undefined;
  /** What that plan takes out of the database. */
  readonly contract: string | undefined;
  /** What is to be said of an earlier run; empty where there is nothing. */
  readonly said: string;
}

/**
 * Reads what the command line names, and ends what an earlier run began: before the reading of the spec, which may be part of it.
 * `changes` are flags that would make another plan of the one that is named.
 */
export async function begin(cwd: string, path: string | undefined, changes: boolean): Promise<Outcome<Beginning>> {
  const [named, broken] = namedBy(cwd, path);
  if (named === null) return [null, broken];
  const { spec, agreed, contract } = named;
  if (agreed !== undefined && changes) return [null, [flagFault(null, "A plan is carried out as it is, without --restore, --markers and --contract.", "")]];
  const [recovery, faults] = await holdingSignals(() => endUnfinished(specFolder(cwd, spec)));
  if (recovery === null) return [null, faults];
  return [{ spec, agreed, contract, said: recovery.did === "nothing" ? "" : "An earlier run had been cut short; it was ended first.\n" }, []];
}

function endUnfinished(folder: string): Outcome<Recovery> {
  return existsSync(folder) ? recoverProject(nodeDisk(folder)) : [{ did: "nothing", overtaken: [] }, []];
}
