import type { Architecture } from "../../model/architecture.ts";
import { isSameStat, isSettled, type Stat, statOf } from "../stat.ts";
import type { FactCache, TargetCache } from "./cache.ts";
import { decode, type Snapshot } from "./decode.ts";
import { encode, PATH_END } from "./encode.ts";
import { cacheFolder, readCacheFile, writeCacheFile } from "./folder.ts";
import type { Known, KnownSpec } from "./memory.ts";
import { programStamp } from "./program.ts";

export interface CacheFile {
  readonly cache: FactCache;
  /** The spec in this file, which diagnostics call `name`, as it was read; null where it is unknown or has changed. */
  readonly recallSpec: (file: string, name: string) => Architecture | null;
  /** To be called before the spec is read; what it gives is called after. */
  readonly keepSpec: (file: string, name: string) => (architecture: Architecture) => void;
  /** Writes what this run knows, where it is not what was read. A cache that cannot be written is no fault. */
  readonly save: () => void;
}

const FILE = "facts";

/**
 * The cache of a project. It is void once the program that wrote it is another; a cache that cannot be read is an empty one. `now` is the time in
 * milliseconds.
 */
export function openCache(root: string, now: number = Date.now()): CacheFile {
  const folder = cacheFolder(root);
  const program = programStamp();
  const before = folder === null ? null : readSnapshot(folder, program);
  const notes = new Notes(before);
  let spec: KnownSpec | null = null;
  const recallSpec: CacheFile["recallSpec"] = (file, name) => {
    const known = before?.spec?.name === name && isSameStat(before.spec.stat, statOf(file)) ? before.spec : null;
    spec = known;
    return known?.architecture ?? null;
  };
  const keepSpec: CacheFile["keepSpec"] = (file, name) => {
    const stat = statOf(file);
    return (architecture) => {
      if (stat === null || !isSettled(stat, now)) return;
      spec = { name, stat, architecture };
      notes.isNew = true;
    };
  };
  const save = (): void => {
    if (folder !== null && notes.differ()) writeCacheFile(folder, FILE, encode({ ...notes.memory(), spec }, program));
  };
  return { cache: { recall: notes.recall, knows: notes.knows, keep: notes.keep, enter: notes.enter }, recallSpec, keepSpec, save };
}

/** What one run recalls, and what it finds out. */
class Notes {
  readonly #before: Snapshot | null;
  readonly #after = new Map<string, Known>();
  readonly #configs = new Map<string, Stat | null>();
  #paths: readonly string[] = [];
  isNew = false;

  constructor(before: Snapshot | null) {
    this.#before = before;
  }

  recall: FactCache["recall"] = (path, stat) => {
    const entry = this.#before?.entries.get(path);
    if (!this.#before || !entry || !isSameStat(this.#before.stat(entry), stat)) return null;
    const found = this.#before.found(entry);
    this.#after.set(path, { stat, found, targets: null });
    return found;
  };

  knows = (path: string): boolean => this.#before?.entries.has(path) ?? false;

  keep: FactCache["keep"] = (path, stat, found) => {
    this.isNew = true;
    this.#after.set(path, { stat, found, targets: null });
  };

  enter: FactCache["enter"] = ({ paths, read, stat }): TargetCache => {
    this.#paths = paths;
    const before = this.#before;
    const statNow = (path: string): Stat | null => stat?.(path) ?? null;
    const holds = before?.configs != null && paths.join(PATH_END) === before.pathsText && [...before.configs].every(([path, then]) => isSameStat(then, statNow(path)));
    if (holds) for (const [path, then] of before.configs) this.#configs.set(path, then);
    else this.isNew = true;
    return {
      recall: (path) => {
        const entry = holds ? before.entries.get(path) : undefined;
        return entry ? this.#led(path, before?.targets(entry) ?? null) : null;
      },
      keep: (path, targets) => void this.#led(path, targets),
      read: (path) => {
        const [text] = read(path);
        // Text that could not be had today may be there tomorrow.
        this.#configs.set(path, text === null ? null : statNow(path));
        return text;
      },
    };
  };

  #led(path: string, targets: Known["targets"]): Known["targets"] {
    const known = this.#after.get(path);
    if (known) this.#after.set(path, { ...known, targets });
    return targets;
  }

  /** Whether the next run would be told something else than this one was. */
  differ(): boolean {
    return this.isNew || this.#after.size < (this.#before?.entries.size ?? 0);
  }

  memory(): { readonly paths: readonly string[]; readonly known: ReadonlyMap<string, Known>; readonly configs: ReadonlyMap<string, Stat> | null } {
    const settled = [...this.#configs].flatMap(([path, stat]): readonly (readonly [string, Stat])[] => (stat === null ? [] : [[path, stat]]));
    return { paths: this.#paths, known: this.#after, configs: settled.length === this.#configs.size ? new Map(settled) : null };
  }
}

function readSnapshot(folder: string, program: string): Snapshot | null {
  const file = readCacheFile(folder, FILE);
  try {
    return file === null ? null : decode(file, program);
  } catch {
    return null;
  }
}
