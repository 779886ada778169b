import type { FileTree } from "../../model/file-tree.ts";
import type { Rename } from "../../model/rename.ts";
import { type Disk, readIfFile } from "../disk.ts";
import type { Manifest } from "../manifest.ts";
import { basePath } from "../paths.ts";
import { renamerOf, tokensOf } from "./words.ts";
import { renamedText } from "./text.ts";

/** How files follow what the spec renames. */
export interface Following {
  /** Paths that the spec asks for now, each with the one that the same file had. */
  readonly movedFrom: ReadonlyMap<string, string>;
  /** A text of this path, under the names that its rendering has now. `base` is the text last rendered, null where it is kept no more. */
  readonly renamed: (path: string, base: Buffer | null, text: Buffer) => Buffer;
}

const nothing: Following = { movedFrom: new Map(), renamed: (_path, _base, text) => text };

/**
 * A word is renamed where it was rendered, is rendered no more, and its new spelling is: whatever a rename has nothing to do with stays as it
 * is, and once a rename is carried out there is nothing left for it to do.
 */
export function follow(disk: Disk, tree: FileTree, manifest: Manifest, renames: readonly Rename[]): Following {
  if (renames.length === 0) return nothing;
  const renamer = renamerOf(renames);
  const wanted = new Map(tree.map((file) => [file.path, file]));
  const now = new Map(tree.map(({ path, content }) => [path, tokensOf(content)]));
  const everywhere = new Set([...now.values()].flatMap((words) => [...words]));
  const gone = new Set([...manifest].flatMap(([path, { base }]) => (history.test(path) ? [] : [...tokensOf((readIfFile(disk, basePath(base)) ?? "").toString())])).filter((word) => !everywhere.has(word)));
  const movedFrom = new Map<string, string>();
  for (const path of manifest.keys()) {
    const to = path.split("/").map((name) => name.split(".").map(renamer).join(".")).join("/");
    if (!wanted.has(path) && wanted.has(to) && !manifest.has(to) && disk.look(to) === null) movedFrom.set(to, path);
  }
  return {
    movedFrom,
    renamed: (path, base, text) => {
      const words = now.get(path) ?? new Set<string>();
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

/** What was rendered once and for all tells nothing about what is. */
const history = /\/migrations\/\d|^\.keybeam\//;
