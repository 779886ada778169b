import type { Diagnostic, Outcome } from "../model/diagnostic.ts";
import type { PlannedFile } from "../model/plan.ts";
import { hashOf } from "./content.ts";
import { type Disk, readIfFile } from "./disk.ts";
import { fileFault } from "./fault.ts";
import { isHash, isRecord, parseJson, parseManifest, printManifest } from "./manifest.ts";
import { holdsMarkers } from "./merge/index.ts";
import { obstacleOn } from "./obstacles.ts";
import type { Operation } from "./operation.ts";
import { basePath, conflictsFolder, home, manifestPath, pathFault, undoFolder, undoRecordPath, versionPath } from "./paths.ts";
import { writeUnlessSame } from "./prepare.ts";

/** One path that a run changed: the hash and mode of what lay there, and the hash of what it left; null where nothing. */
interface Changed {
  readonly path: string;
  readonly before: { readonly hash: string; readonly mode: number } | null;
  readonly after: string | null;
  /** Whether it left a conflict there, between markers. */
  readonly marked?: true;
}

interface Record {
  readonly changed: readonly Changed[];
  /** Hash of the manifest's text before the run; null where there was none, or the run left it as it was. */
  readonly manifest: string | null;
}

const version = 1;
const undoPath = (hash: string): string => `${undoFolder}/${hash}`;

/**
 * The operations of a run with those in front that keep what it takes back. They are part of its transaction: there is no run without its
 * way back, and no way back of a run that never was. `manifest` is the new one's text, null where it stays.
 */
export function withUndo(disk: Disk, operations: readonly Operation[], manifest: string | null): readonly Operation[] {
  const dropped = manifest === null ? [] : droppedBases(disk, manifest);
  const old = manifest === null ? null : (readIfFile(disk, manifestPath) ?? Buffer.from(printManifest(new Map())));
  const changed = [...operations.map((one) => changedBy(disk, one)), ...dropped.map((hash) => changedBy(disk, { op: "remove", path: basePath(hash), oldHash: hash }))];
  const record: Record = { changed, manifest: old === null ? null : hashOf(old) };
  const kept = new Map(old === null ? [] : [[hashOf(old), old]]);
  for (const { path, before } of changed) if (before !== null) kept.set(before.hash, disk.read(path));
  const { record: told, needed } = goingOn(disk, operations, record);
  for (const hash of needed) kept.set(hash, disk.read(undoPath(hash)));
  const files = [...[...kept].map(([hash, content]) => [undoPath(hash), content] as const), [undoRecordPath, Buffer.from(printed(told))] as const];
  return [...staleRecords(disk, new Set(files.map(([path]) => path))), ...files.flatMap(([path, content]) => writeUnlessSame(disk, path, content)), ...operations];
}

function changedBy(disk: Disk, operation: Operation): Changed {
  const found = operation.oldHash === null ? null : disk.look(operation.path);
  const before = found === null || operation.oldHash === null ? null : { hash: operation.oldHash, mode: found.mode };
  const marked = operation.op === "write" && holdsMarkers(operation.content) ? { marked: true as const } : {};
  return { path: operation.path, before, after: operation.op === "write" ? hashOf(operation.content) : null, ...marked };
}

/** A run that changed nothing of the project, as one that notes how a conflict was settled, belongs to the run before it: both are taken back as one. */
function goingOn(disk: Disk, operations: readonly Operation[], record: Record): { readonly record: Record; readonly needed: readonly string[] } {
  const before = operations.every(isOwnNote) ? readRecord(disk) : "";
  const hashes = typeof before === "string" ? [] : [...before.changed.flatMap((one) => (one.before === null ? [] : [one.before.hash])), ...(before.manifest === null ? [] : [before.manifest])];
  if (typeof before === "string" || hashes.some((hash) => keptBytes(disk, hash) === null)) return { record, needed: [] };
  const now = new Map(record.changed.map((one) => [one.path, one]));
  const again = before.changed.map((one) => ({ ...one, after: (now.get(one.path) ?? one).after }));
  const first = new Set(before.changed.map(({ path }) => path));
  return { record: { changed: [...again, ...record.changed.filter(({ path }) => !first.has(path))], manifest: before.manifest ?? record.manifest }, needed: hashes };
}

/** What keybeam keeps for itself; not what it offers, and not which keybeam the project has. */
const isOwnNote = ({ op, path }: Operation): boolean => path.startsWith(`${home}/`) && path !== versionPath && (op === "remove" || !path.startsWith(`${conflictsFolder}/`));

function droppedBases(disk: Disk, manifest: string): readonly string[] {
  const after = parseManifest(manifest);
  if (typeof after === "string") throw new Error(after);
  const named = new Set([...after.values()].map(({ base }) => base));
  return disk.list(`${home}/base`).filter((name) => isHash(name) && !named.has(name));
}

function staleRecords(disk: Disk, wanted: ReadonlySet<string>): readonly Operation[] {
  const paths = disk.list(undoFolder).map((name) => `${undoFolder}/${name}`).filter((path) => !wanted.has(path));
  return paths.flatMap((path) => {
    const content = readIfFile(disk, path);
    return content === null ? [] : [{ op: "remove" as const, path, oldHash: hashOf(content) }];
  });
}

const printed = (record: Record): string => `${JSON.stringify({ version, ...record }, null, 1)}\n`;

/** What it takes to take a run back, and what that means path by path. */
export interface PreparedUndo {
  readonly operations: readonly Operation[];
  readonly manifest: string | null;
  readonly files: readonly PlannedFile[];
}

/** Null where there is nothing to take back, or where somebody has edited since what the run wrote. */
export function prepareUndo(disk: Disk): Outcome<PreparedUndo> {
  const record = readRecord(disk);
  if (typeof record === "string") return [null, [fileFault("nothing-to-undo", undoRecordPath, record)]];
  const steps = record.changed.map((changed) => stepBack(disk, changed));
  const faults = steps.flatMap((step) => ("fault" in step ? [step.fault] : []));
  if (faults.length > 0) return [null, faults];
  const manifest = record.manifest === null ? null : (keptBytes(disk, record.manifest)?.toString() ?? undefined);
  if (manifest === undefined) return [null, [keptNoMore(manifestPath)]];
  const operations = steps.flatMap((step) => ("operations" in step ? step.operations : []));
  const files = [...operations.filter(({ path }) => !path.startsWith(`${home}/`)).map(planned), ...settled(disk, record.changed).map(leftAlone)];
  return [{ operations, manifest, files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) }, []];
}

/** The files that the run found in conflict, but for those that are taken back: what somebody made of them since is theirs. */
function settled(disk: Disk, changed: readonly Changed[]): readonly string[] {
  const offered = changed.flatMap(({ path, after }) => (after !== null && path.startsWith(`${conflictsFolder}/`) ? [path.slice(conflictsFolder.length + 1)] : []));
  const marked = changed.filter((one) => one.marked === true && isEdited(disk, one)).map(({ path }) => path);
  const written = new Set(changed.map(({ path }) => path));
  return [...offered.filter((path) => !written.has(path) && disk.look(path) !== null), ...marked];
}

function isEdited(disk: Disk, { path, before, after }: Changed): boolean {
  const content = readIfFile(disk, path);
  const now = content === null ? null : hashOf(content);
  return now !== after && now !== (before?.hash ?? null);
}

const leftAlone = (path: string): PlannedFile => ({ path, action: "keep", ownership: "merged", reason: "was in conflict: it stays as you have it now" });

const planned = (operation: Operation): PlannedFile => ({
  path: operation.path,
  action: operation.op === "remove" ? "remove" : operation.oldHash === null ? "create" : "replace",
  ownership: "merged",
  reason: operation.op === "remove" ? "the run had made it" : "as it was before the run",
});

function stepBack(disk: Disk, { path, before, after, marked }: Changed): { readonly operations: readonly Operation[] } | { readonly fault: Diagnostic } {
  const obstacle = pathFault(path) === null ? obstacleOn(disk, path) : null;
  if (obstacle !== null) return { fault: fileFault("path-kind", obstacle.path, `${obstacle.path} is ${obstacle.what}; nothing was written.`) };
  const content = readIfFile(disk, path);
  const now = content === null ? null : hashOf(content);
  if (now === (before?.hash ?? null)) return { operations: [] };
  if (now !== after) return marked === true || path.startsWith(`${home}/`) ? { operations: [] } : { fault: editedSince(path) };
  if (before === null) return { operations: now === null ? [] : [{ op: "remove", path, oldHash: now }] };
  const kept = keptBytes(disk, before.hash);
  if (kept === null) return { fault: keptNoMore(path) };
  return { operations: [{ op: "write", path, content: kept, oldHash: now, mode: { exact: before.mode } }] };
}

function keptBytes(disk: Disk, hash: string): Buffer | null {
  const kept = readIfFile(disk, undoPath(hash));
  return kept === null || hashOf(kept) !== hash ? null : kept;
}

const keptNoMore = (path: string): Diagnostic => fileFault("nothing-to-undo", path, `What ${path} was before the last run is kept no more.`);

function editedSince(path: string): Diagnostic {
  const message = `${path} was edited since the run; nothing was taken back.`;
  return fileFault("edited-since", path, message, "Save your edit elsewhere, bring the file to how the run left it, and undo again.");
}

function readRecord(disk: Disk): Record | string {
  const content = readIfFile(disk, undoRecordPath);
  if (content === null) return "There is no run to take back.";
  const data = parseJson(content.toString());
  if (!isRecord(data) || data.version !== version || !Array.isArray(data.changed)) return "The record of the last run is none that this keybeam writes.";
  if (data.manifest !== null && !isHash(data.manifest)) return "The record of the last run names no manifest.";
  const changed = data.changed.flatMap((one) => parseChanged(one) ?? []);
  if (changed.length !== data.changed.length) return "The record of the last run is malformed, or leads outside the project.";
  return { changed, manifest: data.manifest };
}

/** Held to the same rules as the journal: anybody may have put the record there. */
function parseChanged(value: unknown): Changed | null {
  if (!isRecord(value)) return null;
  const { path, before, after } = value;
  const marked = value.marked === true ? { marked: true as const } : {};
  if (typeof path !== "string" || pathFault(path) !== null || (after !== null && !isHash(after))) return null;
  if (before === null) return { path, before, after, ...marked };
  if (!isRecord(before) || !isHash(before.hash) || typeof before.mode !== "number" || !Number.isInteger(before.mode) || before.mode < 0 || before.mode > 0o777) return null;
  return { path, before: { hash: before.hash, mode: before.mode }, after, ...marked };
}
