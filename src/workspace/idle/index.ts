/**
 * An index by file times, as git keeps one: where nothing was to be done, a later run that finds all that was looked at as it was knows that
 * there is nothing to do, and renders nothing. It lies where git does not take it, and nothing but speed is lost with it.
 */
import { type Disk, readIfFile } from "../disk.ts";
import { isRecord, parseJson } from "../manifest.ts";
import { errorCode } from "../error-code.ts";
import { obstacleOn } from "../obstacles.ts";
import { home } from "../paths.ts";
import { type Fact, parseFacts, renewed } from "./facts.ts";

export { watched, type WatchedDisk } from "./facts.ts";

const folder = `${home}/cache`;
const path = `${folder}/plan`;
const MOST_BYTES = 256 * 1024 * 1024;

/** What was kept under this key, where all that was seen then is as it was; else null. */
export function recallIdle(disk: Disk, key: string): unknown {
  const kept = read(disk);
  if (kept === null || kept.key !== key) return null;
  const facts = parseFacts(kept.facts);
  const now = facts === null ? null : renewed(disk.root, facts);
  if (facts === null || now === null) return null;
  if (now.some((fact, index) => fact !== facts[index])) keepIdle(disk, key, now, kept.value);
  return kept.value;
}

/** `key` is all that a rendering rests on beside the project's files. An index that cannot be written is no fault. */
export function keepIdle(disk: Disk, key: string, facts: readonly Fact[], value: unknown): void {
  try {
    if (obstacleOn(disk, path) !== null || disk.look(home) === null) return;
    if (disk.look(folder) === null) disk.makeFolder(folder);
    write(disk, `${folder}/.gitignore`, "*\n");
    write(disk, path, JSON.stringify({ key, facts, value }));
  } catch (error) {
    if (errorCode(error) === null) throw error;
  }
}

function read(disk: Disk): Readonly<Record<string, unknown>> | null {
  if (obstacleOn(disk, path) !== null || (disk.look(path)?.bytes ?? 0) > MOST_BYTES) return null;
  const data = parseJson(readIfFile(disk, path)?.toString() ?? "");
  return isRecord(data) ? data : null;
}

function write(disk: Disk, file: string, text: string): void {
  const content = Buffer.from(text);
  if (readIfFile(disk, file)?.equals(content)) return;
  const draft = `${file}.new`;
  if (disk.look(draft) !== null) disk.remove(draft);
  disk.create(draft, content, { wanted: 0o666 });
  disk.rename(draft, file);
}
