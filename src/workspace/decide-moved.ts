import type { GeneratedFile } from "../model/file-tree.ts";
import { hashOf, withLf, withLineEndsOf } from "./content.ts";
import { type Case, type Decision, decideMissing, entryFor, inConflict, isReplacedTest, type OnDisk } from "./decide.ts";
import type { Entry } from "./manifest.ts";
import { clashesIn, markedFile, markersIn, mergeFile } from "./merge/index.ts";

/** What becomes of a file that the spec asks for under another path: it goes there with all that was edited in it. `known` is of the old path. */
export function decideMoved(file: GeneratedFile, from: string, known: Case & { readonly entry: Entry }, keybeam: string): Decision {
  const rendering = Buffer.from(file.content);
  const entry = entryFor(file, hashOf(rendering), known.entry, keybeam);
  const { disk } = known;
  const reason = `was ${from}`;
  if (disk === null) return decideMissing(file, rendering, entry, known.entry);
  const mode = known.entry.mode === entry.mode ? disk.mode : entry.mode;
  const isEdited = hashOf(withLf(disk.content)) !== known.entry.base;
  if (!isEdited || file.ownership === "record") return { action: "create", reason, entry, write: { content: withLineEndsOf(rendering, disk.content), mode } };
  if (known.entry.base === entry.base) return { action: "merge", reason, entry, write: { content: disk.content, mode } };
  return file.ownership === "seeded" ? { action: "merge", reason, entry, write: { content: known.renamed(disk.content), mode } } : merged(file.path, reason, rendering, entry, { ...known, disk }, mode);
}

type Edited = Case & { readonly entry: Entry; readonly disk: OnDisk };

/** In a conflict the file is at its new path too, as it was edited and under the new names. */
function merged(path: string, reason: string, rendering: Buffer, entry: Entry, { entry: known, disk, base, renamed, markers }: Edited, mode: number): Decision {
  const ours = renamed(disk.content);
  const write = { content: ours, mode };
  const last = base();
  if (isReplacedTest(path, disk.content, [last ?? rendering, rendering])) return { action: "merge", reason, entry, write };
  if (last === null) return { ...inConflict("its last rendering is kept no more", rendering, entry, known), write };
  const sides = { base: renamed(last), ours, theirs: rendering };
  const result = mergeFile(path, sides);
  if (!("conflict" in result)) return { action: "merge", reason, entry, write: { content: result.content, mode } };
  const content = markers ? markedFile(sides) : null;
  if (content !== null) return { action: "conflict", reason: `${reason}; you edited it, and its rendering changed: ${result.conflict}; it holds both, between markers`, entry, lines: markersIn(content), write: { content, mode }, sides };
  return { ...inConflict(result.conflict, rendering, entry, known), lines: clashesIn(sides), write };
}
