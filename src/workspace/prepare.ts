import type { FileChange } from "../model/file-change.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import type { Plan, PlannedFile, Unwritten } from "../model/plan.ts";
import { hashOf, withLf } from "./content.ts";
import { type Decision, isOutdated, type OnDisk } from "./decide.ts";
import { type Disk, readIfFile } from "./disk.ts";
import { type Entry, type Manifest, printManifest } from "./manifest.ts";
import type { PlanOptions } from "./plan-options.ts";
import { type PlanRecord, recordOf } from "./plan-record.ts";
import type { Sides } from "./merge/index.ts";
import type { Operation } from "./operation.ts";
import { basePath, conflictPath, ignorePath, keptSpecPath, manifestPath, versionPath } from "./paths.ts";

/** A plan with what it takes to carry it out. */
export interface PreparedPlan {
  readonly plan: Plan;
  readonly operations: readonly Operation[];
  /** The text of the manifest afterwards; null where it is so already and nothing is to be done. */
  readonly manifest: string | null;
  readonly marked: readonly Marked[];
  /** What it rests on, and what it does. */
  readonly record: () => PlanRecord;
  /** What it does to the text of each path. */
  readonly edits: () => readonly FileChange[];
}

/** A conflict that lies in its file between markers, with the texts that it is about. */
export interface Marked {
  readonly path: string;
  readonly sides: Sides<Buffer>;
}

/** One path with the decision on it. */
export interface Judged {
  readonly path: string;
  readonly file: GeneratedFile | null;
  readonly disk: OnDisk | null;
  readonly known: Entry | null;
  readonly decision: Decision;
  /** Of a file that goes to this path: where it was, how it lay there, and that under the new names. */
  readonly moved?: { readonly from: string; readonly before: Buffer; readonly write: { readonly content: Buffer; readonly mode: number } };
}

/** Turns decisions into the plan that is shown and the operations that carry it out. */
export function prepare(disk: Disk, { spec, keybeam, upgrade = false, read = new Map() }: Pick<PlanOptions, "spec" | "keybeam" | "upgrade" | "read">, judged: readonly Judged[], broken?: Plan["broken"]): PreparedPlan {
  const manifest = new Map(judged.flatMap(({ path, decision }) => (decision.entry === null ? [] : [[path, decision.entry] as const])));
  const text = printManifest(asSeen(manifest, []));
  const files = judged.flatMap((one) => [...operationsOn(disk, one), ...settledOffer(disk, one)]);
  const kept = spec === undefined ? [] : writeUnlessSame(disk, keptSpecPath, Buffer.from(spec));
  const changes = [...files, ...baseWrites(disk, judged), ...ignoreWrite(disk), ...kept];
  const changed = changes.length > 0 || readIfFile(disk, manifestPath)?.toString() !== text;
  // A newer keybeam alone is no change, unless that is what was asked for.
  const operations = changed || upgrade ? [...changes, ...writeUnlessSame(disk, versionPath, Buffer.from(`${keybeam}\n`))] : changes;
  const plan = { files: judged.map(planned), unwritten: judged.flatMap(unwritten), ...(broken === undefined ? {} : { broken }) };
  const marked = judged.flatMap(({ path, decision: { sides } }) => (sides === undefined ? [] : [{ path, sides }]));
  const record = (): PlanRecord => recordOf(disk, keybeam, lookedAt(judged), read, operations);
  return { plan, operations, manifest: changed || operations.length > 0 ? printManifest(asSeen(manifest, judged)) : null, marked, record, edits: () => judged.flatMap((one) => editOf(disk, one)) };
}

/** That a file was edited is noted when there is anything else to write, and is nothing to be done by itself. */
function asSeen(manifest: Manifest, judged: readonly Judged[]): Manifest {
  const seen = new Map(judged.map(({ path, decision }) => [path, decision.seen]));
  return new Map([...manifest].map(([path, { seen: before, ...entry }]) => {
    const now = seen.get(path) ?? before;
    return [path, { ...entry, ...(now === undefined || now === entry.base ? {} : { seen: now }) }];
  }));
}

function lookedAt(judged: readonly Judged[]): ReadonlyMap<string, Buffer | null> {
  return new Map(judged.flatMap(({ path, disk, moved }) => [[path, disk?.content ?? null] as const, ...(moved === undefined ? [] : [[moved.from, moved.before] as const])]));
}

function planned({ path, file, decision }: Judged): PlannedFile {
  const ownership = file?.ownership ?? decision.entry?.ownership ?? "merged";
  const { action, reason, lines = [] } = decision;
  return { path, action, ownership, reason, ...(lines.length === 0 ? {} : { lines }) };
}

/** Of a file that is left alone in a conflict: what changed in its rendering. */
function editOf(disk: Disk, { path, disk: onDisk, known, decision, moved }: Judged): readonly FileChange[] {
  const { action, write, offer } = decision;
  if (moved !== undefined && write !== undefined) return [{ from: moved.from, to: path, before: moved.before.toString(), after: write.content.toString() }];
  const now = onDisk?.content.toString() ?? "";
  if (action === "remove") return [{ from: path, to: path, before: now, after: "" }];
  if (write !== undefined && write.content.toString() !== now) return [{ from: path, to: path, before: now, after: write.content.toString() }];
  if (offer === undefined) return [];
  const base = known === null ? null : readIfFile(disk, basePath(known.base));
  return [{ from: path, to: path, before: (base ?? onDisk?.content ?? "").toString(), after: offer.toString() }];
}

/** A seeded file that says which operation it leaves open is written once it is another than the one rendered. */
function unwritten({ path, file, disk, decision }: Judged): readonly Unwritten[] {
  const now = decision.write?.content ?? disk?.content;
  if (file === null || now === undefined || decision.action === "deleted") return [];
  const hash = hashOf(withLf(now));
  if (file.unwritten !== undefined && hash === decision.entry?.base) return [{ path, operation: file.unwritten }];
  return file.fits !== undefined && isOutdated(decision, now) ? [{ path, operation: file.fits.operation, outdated: true }] : [];
}

function operationsOn(disk: Disk, { path, disk: onDisk, decision }: Judged): readonly Operation[] {
  const oldHash = onDisk === null ? null : hashOf(onDisk.content);
  if (decision.action === "remove" && oldHash !== null) return [{ op: "remove", path, oldHash }];
  const offer = decision.offer === undefined ? [] : writeUnlessSame(disk, conflictPath(path), decision.offer);
  if (decision.write === undefined) return offer;
  const { content, mode } = decision.write;
  return [{ op: "write", path, content, oldHash, mode: onDisk === null ? { wanted: mode } : { exact: mode } }, ...offer];
}

/** What a conflict offered goes once the conflict is over, unless somebody edited the offer itself. */
function settledOffer(disk: Disk, { path, known, decision }: Judged): readonly Operation[] {
  if (known?.offered === undefined || decision.offer !== undefined) return [];
  const offer = readIfFile(disk, conflictPath(path));
  return offer !== null && hashOf(offer) === known.offered ? [{ op: "remove", path: conflictPath(path), oldHash: known.offered }] : [];
}

/** What was rendered is kept by content, so that a later run can merge. Bases that no entry names are dropped at the end of the run. */
function baseWrites(disk: Disk, judged: readonly Judged[]): readonly Operation[] {
  const rendered = new Map(judged.flatMap(({ file }) => (file === null ? [] : [[hashOf(Buffer.from(file.content)), file.content] as const])));
  const named = new Set(judged.flatMap(({ decision }) => (decision.entry === null ? [] : [decision.entry.base])));
  const missing = [...named].sort().filter((hash) => disk.look(basePath(hash)) === null && rendered.has(hash));
  return missing.flatMap((hash) => writeUnlessSame(disk, basePath(hash), Buffer.from(rendered.get(hash) ?? "")));
}

const ignored = Buffer.from("/lock\n/lock.*\n/tx/\n/undo/\n");

function ignoreWrite(disk: Disk): readonly Operation[] {
  return disk.look(ignorePath) === null ? writeUnlessSame(disk, ignorePath, ignored) : [];
}

/** Nothing where the bytes lie there already. */
export function writeUnlessSame(disk: Disk, path: string, content: Buffer): readonly Operation[] {
  const now = readIfFile(disk, path);
  if (now?.equals(content)) return [];
  return [{ op: "write", path, content, oldHash: now === null ? null : hashOf(now), mode: { wanted: 0o644 } }];
}
