import type { Diagnostic, Outcome } from "../model/diagnostic.ts";
import type { FileTree, GeneratedFile } from "../model/file-tree.ts";
import { type Case, type Decision, decideUnwanted, decideWanted, type OnDisk } from "./decide.ts";
import { type Disk, readIfFile } from "./disk.ts";
import { compiled } from "./compiled.ts";
import { decideMoved } from "./decide-moved.ts";
import { fileFault } from "./fault.ts";
import { type Entry, type Manifest, parseManifest } from "./manifest.ts";
import { type Following, follow } from "./renamed/follow.ts";
import { obstacleOn } from "./obstacles.ts";
import type { PlanOptions } from "./plan-options.ts";
import { type Judged, type PreparedPlan, prepare } from "./prepare.ts";
import { basePath, conflictPath, conflictsFolder, ignorePath, journalPath, keptSpecPath, manifestPath, pathFault, stagePath, versionPath } from "./paths.ts";

/** Compares a rendered project with what lies on disk and what was last rendered. Reads only. Null where something stands in the way. */
export function preparePlan(disk: Disk, tree: FileTree, options: PlanOptions): Outcome<PreparedPlan> {
  const manifest = loadManifest(disk);
  if (typeof manifest === "string") return [null, [fileFault("broken-manifest", manifestPath, `The manifest cannot be read: ${manifest}.`, restore)]];
  if (tree.length > mostFiles) return [null, [fileFault("too-many-files", ".", `This makes ${tree.length} files, and ${mostFiles} is the limit.`)]];
  const wanted = new Map(tree.map((file) => [file.path, file]));
  const given = new Map((options.given ?? []).map((file) => [file.path, file]));
  const paths = [...new Set([...wanted.keys(), ...given.keys(), ...manifest.keys()])].sort();
  // Nothing can be in the way below a folder that is not there, as it mostly is not.
  const besides = disk.look(conflictsFolder) === null ? [] : paths.filter((path) => pathFault(path) === null).map(conflictPath);
  const inTheWay = [...paths, ...besides, manifestPath, ignorePath, keptSpecPath, versionPath, journalPath, `${stagePath}/0`, basePath("x")].flatMap((path) => wayFaults(disk, path));
  if (inTheWay.length > 0) return [null, distinct(inTheWay)];
  const following = follow(disk, tree, manifest, options.renames ?? []);
  const movedTo = new Map([...following.movedFrom].map(([to, from]) => [from, to]));
  const judged: Judged[] = [];
  const foreign: Diagnostic[] = [];
  for (const path of paths) {
    const file = wanted.get(path) ?? null;
    const onDisk = lookUp(disk, path);
    const [from, to] = [following.movedFrom.get(path), movedTo.get(path)];
    if (file !== null && from !== undefined) {
      judged.push(judgeMoved(disk, file, from, manifest, following, options));
      continue;
    }
    if (to !== undefined) {
      if (onDisk !== null) judged.push({ path, file, disk: onDisk, known: manifest.get(path) ?? null, decision: { action: "remove", reason: `is ${to} now`, entry: null } });
      continue;
    }
    const entry = path === options.restore && onDisk === null ? null : (manifest.get(path) ?? null);
    const decision = judge(file, given.get(path) ?? null, caseOf(disk, path, onDisk, options.markers === true, entry, following), options.keybeam);
    if (decision === "foreign") foreign.push(foreignFault(path));
    else if (decision !== null) judged.push({ path, file, disk: onDisk, known: manifest.get(path) ?? null, decision });
  }
  for (const [to, from] of following.taken) judged.push(...takenAlong(disk, to, from, following));
  judged.sort((a, b) => (a.path < b.path ? -1 : 1));
  return foreign.length > 0 ? [null, foreign] : [prepare(disk, options, ...compiled(disk, judged, options.compile)), []];
}

const mostFiles = 20_000;
const restore = "Bring it back from git.";

function loadManifest(disk: Disk): Manifest | string {
  const content = readIfFile(disk, manifestPath);
  return content === null ? new Map<string, Entry>() : parseManifest(content.toString());
}

function wayFaults(disk: Disk, path: string): readonly Diagnostic[] {
  const fault = pathFault(path);
  if (fault !== null) return [fileFault("unwritable-path", path, `This path cannot be written: ${fault}.`)];
  const obstacle = obstacleOn(disk, path);
  if (obstacle === null) return [];
  return [fileFault("path-kind", obstacle.path, `${obstacle.path} is ${obstacle.what}; nothing was written.`, "Move it away and run the command again.")];
}

function distinct(faults: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(faults.map((fault) => [fault.at.file, fault])).values()];
}

function foreignFault(path: string): Diagnostic {
  const message = `${path} is not keybeam's, and the spec now asks for a file of this path; nothing was written.`;
  return fileFault("foreign-file", path, message, "Move the file away, or give the thing in the spec another name.");
}

function lookUp(disk: Disk, path: string): OnDisk | null {
  const found = disk.look(path);
  return found?.kind === "file" ? { content: disk.read(path), mode: found.mode } : null;
}

function caseOf(disk: Disk, path: string, onDisk: OnDisk | null, markers: boolean, entry: Entry | null, following: Following): Case {
  const base = (): Buffer | null => (entry === null ? null : readIfFile(disk, basePath(entry.base)));
  return { entry, disk: onDisk, markers, offerPending: () => disk.look(conflictPath(path)) !== null, base, renamed: (text) => following.renamed(path, base(), text) };
}

/** A file that keybeam does not know goes with its folder, and stays unknown. */
function takenAlong(disk: Disk, path: string, from: string, { renamed }: Following): readonly Judged[] {
  const there = lookUp(disk, from);
  if (there === null) return [];
  const write = { content: renamed(path, null, there.content), mode: there.mode };
  const moved = { from, before: there.content, write };
  return [
    { path, file: null, disk: null, known: null, decision: { action: "create", reason: `was ${from}`, entry: null, write }, moved },
    { path: from, file: null, disk: there, known: null, decision: { action: "remove", reason: `is ${path} now`, entry: null } },
  ];
}

function judgeMoved(disk: Disk, file: GeneratedFile, from: string, manifest: Manifest, following: Following, { markers, keybeam }: PlanOptions): Judged {
  const entry = manifest.get(from);
  if (entry === undefined) throw new Error(`no entry for ${from}`);
  const there = lookUp(disk, from);
  const known = { ...caseOf(disk, file.path, there, markers === true, entry, following), entry };
  const decision = decideMoved(file, from, known, keybeam);
  const moved = there === null ? {} : { moved: { from, before: there.content, write: { content: known.renamed(there.content), mode: there.mode } } };
  return { path: file.path, file, disk: null, known: entry, decision, ...moved };
}

function judge(file: GeneratedFile | null, given: GeneratedFile | null, known: Case, keybeam: string): Decision | "foreign" | null {
  if (given !== null && known.disk === null) return decideGiven(file, given, known, keybeam);
  if (file !== null) return decideWanted(file, known, keybeam);
  return known.entry === null ? null : decideUnwanted(known.entry, known.disk);
}

/** A given file is written where none lies; keybeam knows it only where the spec asks for its path. */
function decideGiven(file: GeneratedFile | null, given: GeneratedFile, known: Case, keybeam: string): Decision {
  const mode = given.executable === true ? 0o755 : 0o644;
  const rendered = file === null ? null : decideWanted(file, { ...known, disk: null }, keybeam);
  const entry = rendered === null || rendered === "foreign" ? null : rendered.entry;
  return { action: "create", reason: "comes with the example", entry, write: { content: Buffer.from(given.content), mode } };
}
