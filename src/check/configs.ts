import type { SourceFile, Unread } from "./graph.ts";
import { readJsonObject } from "./json.ts";
import type { Project } from "./project.ts";
import { foldersUp, folderOf } from "./resolve/paths.ts";

const CONFIG = /^(?:package|[jt]sconfig(?:\.[\w.-]+)?)\.json$/;

/**
 * The package.jsons and tsconfigs, beside and above code, that are too large, may not be opened, or hold no JSON. Imports are resolved as if
 * they were not there, and may lead elsewhere then, or nowhere that a rule looks.
 */
export function unreadConfigs({ paths, read }: Project, files: readonly SourceFile[], excluded: (path: string) => boolean): readonly Unread[] {
  const folders = new Set([...new Set(files.map(({ path }) => folderOf(path)))].flatMap((folder) => foldersUp(folder)));
  return paths.flatMap((path) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (!CONFIG.test(name) || !folders.has(folderOf(path)) || excluded(path)) return [];
    const [text, reason] = read(path);
    if (text === null) return [{ path, reason }];
    // TypeScript takes an empty tsconfig for one that says nothing.
    const isRead = readJsonObject(text) !== null || (name !== "package.json" && text.trim() === "");
    return isRead ? [] : [{ path, reason: "it is not the JSON that it should be" }];
  });
}
