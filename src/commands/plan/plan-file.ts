import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Diagnostic, Outcome } from "../../model/diagnostic.ts";
import { type Asked, errorCode, parseRecord, type PlanRecord, printRecord, readInput } from "../../workspace/index.ts";
import { flagFault } from "../flag-fault.ts";

const longest = 64 * 1024 * 1024;

/** What a path on the command line names: a spec, or a plan and the spec that it was made of. */
export interface Named {
  readonly spec?: string | undefined;
  readonly agreed?: PlanRecord;
  /** What was to leave the database when the plan was made. */
  readonly contract?: string | undefined;
}

/** Reads a plan where the path leads to one; whatever else lies there is for the reader of specs to judge. */
export function namedBy(cwd: string, path: string | undefined): Outcome<Named> {
  if (path === undefined) return [{}, []];
  const [bytes] = readInput(resolve(cwd, path), path, longest);
  const found = bytes === null || bytes.length > longest ? null : parseRecord(bytes.toString("utf8"));
  if (found === null) return [{ spec: path }, []];
  if (typeof found === "string") return [null, [flagFault(null, `${path} is no plan that can be carried out: ${found}.`, "Make a new one: keybeam plan --out <file>")]];
  return [{ spec: found.spec, contract: found.contract ?? undefined, agreed: found.record }, []];
}

/** Writes a plan down, folders and all. Null where it was done. */
export function savePlan(cwd: string, path: string, record: PlanRecord, asked: Asked): Diagnostic | null {
  try {
    mkdirSync(dirname(resolve(cwd, path)), { recursive: true });
    writeFileSync(resolve(cwd, path), printRecord(record, asked));
    return null;
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    return flagFault("--out", `${path} cannot be written: ${code}.`, "Name another file.");
  }
}
