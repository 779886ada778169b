import { type Disk, readIfFile } from "./disk.ts";
import { type Entry, parseManifest } from "./manifest.ts";
import { basePath, manifestPath } from "./paths.ts";

/** A file that a rendering goes on from. */
export interface Kept {
  readonly path: string;
  readonly content: string;
  /** Whether keybeam wrote it. */
  readonly generated: boolean;
}

/** Files that a rendering goes on from, and whether they are so still: two runs at once must not go on from the same. */
export interface ReadHistory {
  readonly files: readonly Kept[];
  readonly isAsRead: (disk: Disk) => boolean;
}

export function readHistoryFiles(disk: Disk, patterns: readonly string[]): ReadHistory {
  const files = keptFiles(disk, patterns);
  return { files, isAsRead: (now) => JSON.stringify(keptFiles(now, patterns)) === JSON.stringify(files) };
}

/**
 * The files of these paths, in which `*` is one name, that lie on disk. What keybeam wrote comes as it was rendered, whatever was edited since;
 * a record as it lies there, or as it was rendered where somebody deleted it. Links are not followed.
 */
export function keptFiles(disk: Disk, patterns: readonly string[]): readonly Kept[] {
  const content = readIfFile(disk, manifestPath);
  const manifest = content === null ? null : parseManifest(content.toString());
  const entries = manifest === null || typeof manifest === "string" ? new Map<string, Entry>() : manifest;
  const there = patterns.flatMap((pattern) => matching(disk, "", pattern.split("/")));
  const records = [...entries].flatMap(([path, { ownership }]) => (ownership === "record" ? [path] : []));
  return [...new Set([...there, ...records])].flatMap((path) => {
    const entry = entries.get(path);
    const now = readIfFile(disk, path);
    const rendered = entry === undefined || (entry.ownership === "record" && now !== null) ? null : readIfFile(disk, basePath(entry.base));
    const content = entry?.ownership === "record" || now !== null ? (rendered ?? now) : null;
    return content === null ? [] : [{ path, content: content.toString(), generated: entry !== undefined }];
  });
}

function matching(disk: Disk, folder: string, [name, ...rest]: readonly string[]): readonly string[] {
  if (name === undefined) return [folder];
  const names = name === "*" ? disk.list(folder) : [name];
  return names.map((one) => (folder === "" ? one : `${folder}/${one}`)).flatMap((path) => {
    const kind = disk.look(path)?.kind;
    return kind === (rest.length === 0 ? "file" : "folder") ? matching(disk, path, rest) : [];
  });
}
