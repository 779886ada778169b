import type { GeneratedFile, Ownership } from "../model/file-tree.ts";
import type { Action, PlannedFile } from "../model/plan.ts";
import { hashOf, withLf, withLineEndsOf } from "./content.ts";
import type { Entry } from "./manifest.ts";
import { clashesIn, holdsMarkers, markedFile, markersIn, mergeFile, type Sides } from "./merge/index.ts";

/** A file as it lies on disk. */
export interface OnDisk {
  readonly content: Buffer;
  readonly mode: number;
}

/** What one path needs. */
export interface Decision {
  readonly action: Action;
  readonly reason: string;
  /** What the manifest says of the path afterwards; null where keybeam no longer knows it. */
  readonly entry: Entry | null;
  /** Of a conflict: the lines, from 1, of the file as it then lies there at which it begins. */
  readonly lines?: readonly number[];
  /** What to write at the path. */
  readonly write?: { readonly content: Buffer; readonly mode: number };
  /** What to lay under `.keybeam/conflicts/`. */
  readonly offer?: Buffer;
  /** Of a conflict that is written between markers: the three sides. */
  readonly sides?: Sides<Buffer>;
  /** Of a file that fits something: its hash, which the manifest notes once it is written for another reason. */
  readonly seen?: string;
  /** Whether nobody can tell if it was adapted: it changed since the last run, and so did what the spec asks of it. */
  readonly isUnsure?: boolean;
}

/** What is known about one path when the decision falls. */
export interface Case {
  readonly entry: Entry | null;
  readonly disk: OnDisk | null;
  /** Whether the rendering offered by an earlier conflict still lies under `.keybeam/conflicts/`. */
  readonly offerPending: () => boolean;
  /** The bytes last rendered; null where they are kept no more. */
  readonly base: () => Buffer | null;
  /** Whether a conflict goes into the file itself, between markers. */
  readonly markers: boolean;
  /** A text under the names that the rendering has now. */
  readonly renamed: (text: Buffer) => Buffer;
}

/** The mode of a rendered file. */
export const modeOf = (file: GeneratedFile): number => (file.executable === true ? 0o755 : 0o644);

/**
 * What becomes of a path that the spec asks for. Base is what keybeam last rendered, ours what lies on disk, theirs the new rendering,
 * all compared with `\n` at line ends: ours = base takes theirs, theirs = base keeps ours, and else the three are merged.
 */
export function decideWanted(file: GeneratedFile, known: Case, keybeam: string): Decision | "foreign" {
  const rendering = Buffer.from(file.content);
  const entry = entryFor(file, hashOf(rendering), known.entry, keybeam);
  if (known.disk === null) return decideMissing(file, rendering, entry, known.entry);
  if (file.ownership === "record") return decideRecord(rendering, entry, known.disk);
  if (file.ownership === "seeded" && known.entry !== null) return fitted(file, decideSeeded(file, rendering, entry, { ...known, entry: known.entry, disk: known.disk }), known.entry, known.disk);
  if (file.ownership === "seeded") return { action: "keep", reason: "was here before", entry };
  const ours = hashOf(withLf(known.disk.content));
  if (known.entry === null && ours === entry.base) return { action: "same", reason: "", entry };
  if (known.entry === null) return isTest(file.path) ? { action: "keep", reason: "was here before, and is yours: what the spec would test stays out", entry: null } : "foreign";
  if (ours === entry.base && known.entry.mode === entry.mode) return { action: "same", reason: "", entry };
  if (ours === known.entry.base || ours === entry.base) return decideUnedited(rendering, entry, known.entry, known.disk);
  return decideEdited(file.path, rendering, entry, { ...known, entry: known.entry, disk: known.disk });
}

/**
 * Of what is written by hand and was written for something else than the spec asks now: the file as it is, so that it shows when it is
 * adapted. One that changed since the last run may be adapted already: this run alone names it.
 */
function fitted(file: GeneratedFile, decision: Decision, known: Entry, disk: OnDisk): Decision {
  const fits = fitOf(file);
  if (fits === undefined || decision.entry === null) return decision;
  const now = hashOf(withLf(disk.content));
  const { outdated: _before, madeFor: _for, ...entry } = { ...decision.entry, fits };
  const seen = decision.action === "keep" ? now : entry.base;
  if (known.fits === fits) return { ...decision, seen, entry: { ...entry, ...madeForElse(known.outdated, known.madeFor) } };
  const isOpen = file.unwritten !== undefined && now === known.base;
  if (known.fits === undefined || isOpen || decision.action !== "keep") return { ...decision, seen, entry };
  const madeFor = now === known.outdated ? known.madeFor : known.fits;
  if (madeFor === fits) return { ...decision, seen, entry };
  const isUntouched = now === known.outdated || now === (known.seen ?? known.base);
  return isUntouched ? { ...decision, seen, entry: { ...entry, ...madeForElse(now, madeFor) } } : { ...decision, seen, entry, isUnsure: true };
}

const madeForElse = (outdated: string | undefined, madeFor: string | undefined): Pick<Entry, "outdated" | "madeFor"> => ({
  ...(outdated === undefined ? {} : { outdated }),
  ...(madeFor === undefined ? {} : { madeFor }),
});

/** In whatever order the spec says it. */
const fitOf = ({ fits }: GeneratedFile): string | undefined => (fits === undefined ? undefined : hashOf(Buffer.from(fits.asks.toSorted().join("\n"))));

/** Whether what is written by hand was written for something else than the spec asks now. */
export const isOutdated = ({ entry, isUnsure }: Decision, content: Buffer): boolean =>
  isUnsure === true || (entry?.outdated !== undefined && entry.outdated === hashOf(withLf(content)));

/** It is the user's, and follows what the spec renames. While it is open, nobody has written in it. */
function decideSeeded({ unwritten, follows }: GeneratedFile, rendering: Buffer, entry: Entry, { entry: known, disk, renamed }: Edited): Decision {
  const content = renamed(disk.content);
  const isAsRendered = hashOf(withLf(disk.content)) === known.base;
  const isRenamed = !content.equals(disk.content);
  const isOpen = unwritten !== undefined || follows === true;
  const isTaken = isAsRendered && (isRenamed || (isOpen && entry.base !== known.base));
  if (isTaken) return { action: "replace", reason: isRenamed ? "follows a rename" : unwritten === undefined ? "" : "still to be written", entry, write: { content: withLineEndsOf(rendering, disk.content), mode: disk.mode } };
  if (!isRenamed) return { action: "keep", reason: "", entry: known };
  return { action: "merge", reason: "follows a rename", entry, write: { content, mode: disk.mode } };
}

/** The rendering holds all that the record held: nobody's edit is lost. */
function decideRecord(rendering: Buffer, entry: Entry, disk: OnDisk): Decision {
  if (disk.content.equals(rendering)) return { action: "same", reason: "", entry };
  return { action: "replace", reason: "", entry, write: { content: rendering, mode: disk.mode } };
}

export function decideMissing(file: GeneratedFile, rendering: Buffer, entry: Entry, known: Entry | null): Decision {
  if (known !== null && file.ownership !== "record") return { action: "deleted", reason: `you deleted it; keybeam generate --restore ${file.path} writes it again`, entry: { ...known, ownership: file.ownership } };
  return { action: "create", reason: "", entry, write: { content: rendering, mode: entry.mode } };
}

function decideUnedited(rendering: Buffer, entry: Entry, known: Entry, disk: OnDisk): Decision {
  if (known.base === entry.base && known.mode === entry.mode) return { action: "same", reason: "", entry };
  const mode = known.mode === entry.mode ? disk.mode : entry.mode;
  return { action: "replace", reason: "", entry, write: { content: withLineEndsOf(rendering, disk.content), mode } };
}

const MARKED = "between markers";

/** Whether both texts of a conflict stand in the file itself. */
export const isMarked = ({ action, reason }: PlannedFile): boolean => action === "conflict" && reason.endsWith(MARKED);

type Edited = Case & { readonly entry: Entry; readonly disk: OnDisk };

function decideEdited(path: string, rendering: Buffer, entry: Entry, { entry: known, disk, offerPending, base, renamed, markers }: Edited): Decision {
  if (known.base === entry.base && holdsMarkers(disk.content)) return { action: "conflict", reason: `both texts still stand in it, ${MARKED}`, entry, lines: markersIn(disk.content) };
  if (known.base === entry.base) return { action: "keep", reason: `differs from its rendering, which is as before: ${addsAlone(disk.content, rendering) ? "your edits stay" : "your edits stay, and what you left out of it stays out"}`, entry };
  const resolved = known.offered === entry.base && !offerPending();
  if (resolved) return { action: "keep", reason: "you deleted the new rendering that was offered: what you left out of it stays out", entry };
  const lastRendered = base();
  if (isReplacedTest(path, disk.content, [lastRendered ?? rendering, rendering])) return keptWhole(renamed(disk.content), entry, disk);
  if (lastRendered === null) return inConflict("its last rendering is kept no more", rendering, entry, known);
  const sides = { base: renamed(lastRendered), ours: renamed(disk.content), theirs: rendering };
  const merged = mergeFile(path, sides);
  const mode = known.mode === entry.mode ? disk.mode : entry.mode;
  if ("conflict" in merged && markers) {
    const reason = `you edited it, and its rendering changed: ${merged.conflict}; it holds both, ${MARKED}`;
    const content = markedFile(sides);
    return { action: "conflict", reason, entry, lines: markersIn(content), write: { content, mode }, sides };
  }
  if ("conflict" in merged) return { ...inConflict(merged.conflict, rendering, entry, known), lines: clashesIn(sides) };
  return { action: "merge", reason: "", entry, write: { content: merged.content, mode } };
}

/** A test that somebody wrote in the place of the rendered one: it is theirs, and follows what the spec renames. */
function keptWhole(content: Buffer, entry: Entry, disk: OnDisk): Decision {
  if (content.equals(disk.content)) return { action: "keep", reason: "nothing of its rendering is left in it: it is yours", entry };
  return { action: "merge", reason: "follows a rename", entry, write: { content, mode: disk.mode } };
}

/** No other file needs what a test holds, so that one of the user's may stand in its place. */
const isTest = (path: string): boolean => /\.test\.[cm]?[jt]sx?$/.test(path);

/** Whether a text holds no line of the renderings but imports and brackets. Of tests alone. */
export function isReplacedTest(path: string, text: Buffer, renderings: readonly Buffer[]): boolean {
  if (!isTest(path)) return false;
  const said = (of: Buffer): readonly string[] => linesOf(of).filter((line) => /\w/.test(line) && !/^(?:import\b|\} from )/.test(line));
  const rendered = new Set(renderings.flatMap(said));
  return !said(text).some((line) => rendered.has(line));
}

const linesOf = (text: Buffer): readonly string[] => text.toString().split("\n").map((line) => line.trim());

/** Whether each line of a rendering stands in a text as often, indented in whatever way. */
function addsAlone(text: Buffer, rendering: Buffer): boolean {
  const counts = new Map<string, number>();
  for (const line of linesOf(text)) counts.set(line, (counts.get(line) ?? 0) + 1);
  return linesOf(rendering).every((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left > 0;
  });
}

/** Leaves a file alone and lays its new rendering beside it. */
export function inConflict(why: string, rendering: Buffer, entry: Entry, known: Entry): Decision {
  return { action: "conflict", reason: `you edited it, and its rendering changed: ${why}`, entry: { ...known, offered: entry.base }, offer: rendering };
}

/** An entry keeps the version of the keybeam that first rendered its bytes, so that a newer one alone changes nothing. */
export function entryFor(file: GeneratedFile, base: string, known: Entry | null, keybeam: string): Entry {
  const mode = modeOf(file);
  const unchanged = known !== null && known.base === base && known.mode === mode;
  const fits = fitOf(file);
  return { base, mode, ownership: file.ownership, keybeam: unchanged ? known.keybeam : keybeam, ...(fits === undefined ? {} : { fits }) };
}

/** What becomes of a path that keybeam wrote once and the spec no longer asks for; null where nothing lies there. */
export function decideUnwanted(entry: Entry, disk: OnDisk | null): Decision | null {
  if (disk === null) return null;
  if (hashOf(withLf(disk.content)) === entry.base) return { action: "remove", reason: "left the spec", entry: null };
  return { action: actionOnEdited(entry.ownership), reason: "left the spec, but you edited it: it is yours now", entry: null };
}

function actionOnEdited(ownership: Ownership): Action {
  return ownership === "seeded" ? "keep" : "conflict";
}
