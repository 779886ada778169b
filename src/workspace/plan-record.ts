import { type Diagnostic, nowhere } from "../model/diagnostic.ts";
import { hashOf } from "./content.ts";
import { type Disk, readIfFile } from "./disk.ts";
import { fileFault } from "./fault.ts";
import { isHash, isRecord, parseJson } from "./manifest.ts";
import type { Operation } from "./operation.ts";
import { manifestPath } from "./paths.ts";

/** A plan as it can be written down: what it rests on and what it would do, by hashes. */
export interface PlanRecord {
  /** Version of the keybeam that made it. */
  readonly keybeam: string;
  /** Each file that it looked at; null where there was none. */
  readonly inputs: ReadonlyMap<string, string | null>;
  /** Each path that it would change, with what would lie there; null where nothing. */
  readonly steps: ReadonlyMap<string, string | null>;
}

/** @param read files that were read before the plan was made, as the spec, each as it was then */
export function recordOf(disk: Disk, keybeam: string, looked: ReadonlyMap<string, Buffer | null>, read: ReadonlyMap<string, Buffer>, operations: readonly Operation[]): PlanRecord {
  const hashes = [...looked, [manifestPath, readIfFile(disk, manifestPath)] as const, ...read].map(([path, content]) => [path, content === null ? null : hashOf(content)] as const);
  const steps = operations.map((one) => [one.path, one.op === "write" ? hashOf(one.content) : null] as const);
  return { keybeam, inputs: sorted(hashes), steps: sorted(steps) };
}

const sorted = (entries: readonly (readonly [string, string | null])[]): ReadonlyMap<string, string | null> =>
  new Map([...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Why a plan that was agreed to is not the one that would be carried out now. Empty where it is. */
export function departures(agreed: PlanRecord, now: PlanRecord): readonly Diagnostic[] {
  if (agreed.keybeam !== now.keybeam) {
    return [moved(manifestPath, `The plan was made by keybeam ${agreed.keybeam}, and this is ${now.keybeam}; nothing was written.`)];
  }
  const inputs = different(agreed.inputs, now.inputs);
  if (inputs.length > 0 && isCarriedOut(agreed, now)) {
    return [{ rule: "moved-input", severity: "error", message: "This plan was carried out already: all that it writes is there. Nothing was written.", at: nowhere, related: [], help: "" }];
  }
  if (inputs.length > 0) return firstOf(inputs, (path) => `${path} is another than when the plan was made; nothing was written.`);
  return firstOf(different(agreed.steps, now.steps), (path) => `The plan says otherwise of ${path} than this run would do; nothing was written.`);
}

/** Whether each file of the project that a plan would change is as it would leave it; keybeam's own below `.keybeam/` are no input. */
function isCarriedOut({ steps }: PlanRecord, now: PlanRecord): boolean {
  const files = [...steps].filter(([path]) => now.inputs.has(path));
  return files.length > 0 && files.every(([path, hash]) => now.inputs.get(path) === hash);
}

/** Findings beyond these say nothing new. */
const SHOWN = 3;

function firstOf(paths: readonly string[], message: (path: string) => string): readonly Diagnostic[] {
  const rest = paths.length - SHOWN;
  return paths.slice(0, SHOWN).map((path, at) => moved(path, rest > 0 && at === SHOWN - 1 ? `${message(path)} So it is with ${rest} more.` : message(path)));
}

const moved = (path: string, message: string): Diagnostic => fileFault("moved-input", path, message, "Make a new plan, and look at it: keybeam plan --out <file>");

function different(agreed: PlanRecord["inputs"], now: PlanRecord["inputs"]): readonly string[] {
  return [...new Set([...agreed.keys(), ...now.keys()])].filter((path) => agreed.get(path) !== now.get(path)).sort();
}

const version = 1;

/** What the command line asked for when a plan was made. */
export interface Asked {
  /** The path of the spec. */
  readonly spec: string;
  /** What `--contract` named; null where it was not given. */
  readonly contract: string | null;
}

export function printRecord({ keybeam, inputs, steps }: PlanRecord, { spec, contract }: Asked): string {
  return `${JSON.stringify({ keybeamPlan: version, keybeam, spec, contract, inputs: Object.fromEntries(inputs), steps: Object.fromEntries(steps) }, null, 1)}\n`;
}

/** The plan that a file holds, with what was asked for; a sentence where it is broken; null where the text is no plan at all. */
export function parseRecord(text: string): (Asked & { readonly record: PlanRecord }) | string | null {
  const data = text.trimStart().startsWith("{") ? parseJson(text) : undefined;
  if (!isRecord(data) || data.keybeamPlan === undefined) return null;
  if (data.keybeamPlan !== version) return `its version is ${JSON.stringify(data.keybeamPlan)}, and this keybeam reads ${version}`;
  const [inputs, steps] = [hashesIn(data.inputs), hashesIn(data.steps)];
  const { keybeam, spec, contract } = data;
  if (typeof keybeam !== "string" || typeof spec !== "string" || inputs === null || steps === null) return "it is malformed";
  if (contract !== null && typeof contract !== "string") return "it is malformed";
  return { record: { keybeam, inputs, steps }, spec, contract };
}

function hashesIn(value: unknown): ReadonlyMap<string, string | null> | null {
  if (!isRecord(value)) return null;
  const found = Object.entries(value).flatMap(([path, hash]) => (hash === null || isHash(hash) ? [[path, hash] as const] : []));
  return found.length === Object.keys(value).length ? new Map(found) : null;
}
