import type { FileTree } from "../../model/file-tree.ts";
import type { Rename } from "../../model/rename.ts";
import { type Disk, readIfFile } from "../disk.ts";
import type { Manifest } from "../manifest.ts";
import { basePath } from "../paths.ts";
import { prose, renamerOf, tokensOf } from "./words.ts";
import { renamedText } from "./text.ts";

/** How files follow what the spec renames. */
export interface Following {
  /** Paths that the spec asks for now, each with the one that the same file had. */
  readonly movedFrom: ReadonlyMap<string, string>;
  /** The same of files of the user's own that lie in the folder of a service that moves. */
  readonly taken: ReadonlyMap<string, string>;
  /** A text of this path, under the names that its rendering has now. `base` is the text last rendered, null where it is kept no more. */
  readonly renamed: (path: string, base: Buffer | null, text: Buffer) => Buffer;
}

const nothing: Following = { movedFrom: new Map(), taken: new Map(), renamed: (_path, _base, text) => text };

/**
 * A word is renamed where it was rendered, is rendered no more, and its new spelling is: whatever a rename has nothing to do with stays as it
 * is, and once a rename is carried out there is nothing left for it to do.
 */
export function follow(disk: Disk, tree: FileTree, manifest: Manifest, renames: readonly Rename[]): Following {
  if (renames.length === 0) return nothing;
  const renamer = renamerOf(renames);
  const wanted = new Map(tree.map((file) => [file.path, file]));
  const everywhere = new Set(tree.flatMap(({ path, content }) => wordsOfCode(path, content)));
  const gone = new Set(
    [...manifest].flatMap(([path, { base }]) => wordsOfCode(path, readIfFile(disk, basePath(base))?.toString() ?? "")).filter((word) => !everywhere.has(word)),
  );
  const movedFrom = new Map<string, string>();
  for (const path of manifest.keys()) {
    const to = path.split("/").map((name) => name.split(".").map(renamer).join(".")).join("/");
    if (!wanted.has(path) && wanted.has(to) && !manifest.has(to) && disk.look(to) === null) movedFrom.set(to, path);
  }
  return {
    movedFrom,
    taken: takenAlong(disk, manifest, movedFrom),
    renamed: (path, base, text) => {
      const words = tokensOf(wanted.get(path)?.content ?? "");
      const before = base === null ? new Set<string>() : tokensOf(base.toString());
      const to = (word: string): string => {
        const other = renamer(word);
        if (other === word) return word;
        const here = before.has(word) && !words.has(word) && words.has(other);
        return here || (gone.has(word) && everywhere.has(other)) ? other : word;
      };
      return renamedText(text, base, to);
    },
  };
}

/** The words of code without its comments and prose. Migrations tell what was, and nothing of what is. */
const wordsOfCode = (path: string, content: string): readonly string[] =>
  !path.endsWith(".ts") || path.includes("/migrations/") ? [] : [...tokensOf(content.replace(comment, "").replace(prose, ""))];

const comment = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

const face = /^(src\/services\/[^/]+)\/contract\.ts$/;

/** A service that has moved leaves nothing behind: what somebody laid into its folder belongs to it. */
function takenAlong(disk: Disk, manifest: Manifest, movedFrom: Following["movedFrom"]): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  for (const [to, from] of movedFrom) {
    const [, folder] = face.exec(to) ?? [];
    const [, old] = face.exec(from) ?? [];
    if (folder === undefined || old === undefined) continue;
    for (const path of filesBelow(disk, old)) {
      const target = folder + path.slice(old.length);
      if (!manifest.has(path) && !movedFrom.has(target) && disk.look(target) === null) taken.set(target, path);
    }
  }
  return taken;
}

function filesBelow(disk: Disk, folder: string): readonly string[] {
  return disk.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    const kind = disk.look(path)?.kind;
    return kind === "folder" ? filesBelow(disk, path) : kind === "file" ? [path] : [];
  });
}
