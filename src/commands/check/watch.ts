import { existsSync, type FSWatcher, watch } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isCode, listFiles } from "../../check/index.ts";
import { specFolder, specName } from "../spec-file.ts";
import { changesEverything } from "./changed.ts";

/** Changes that come together, as a branch that is switched, are one: they end when it was quiet for this long. */
const quietMs = 100;

/** Waits for changes of what `check` reads. */
export interface Watching {
  /** Comes back when something has changed since the last call, or since the beginning. */
  readonly change: () => Promise<void>;
  readonly end: () => void;
}

/** Watches the folder of a spec, each folder of it that holds files by itself: `node_modules` and the like are never looked at. */
export function watching(cwd: string, spec: string = specName): Watching {
  const root = specFolder(cwd, spec);
  const file = resolve(cwd, spec).slice(root.length + 1);
  const watchers = new Map<string, FSWatcher>();
  let dirty = false;
  let wake = (): void => {};
  const touch = (): void => {
    dirty = true;
    wake();
  };
  const look = (): void => {
    for (const folder of foldersOf(root)) {
      if (watchers.has(folder)) continue;
      const watcher = watch(join(root, folder), (_, name) => {
        if (name === null || isCode(name) || !name.includes(".") || changesEverything(name, file)) touch();
      });
      watchers.set(folder, watcher.on("error", () => watchers.delete(folder)));
    }
  };
  look();
  return {
    change: async () => {
      if (!dirty) await new Promise<void>((done) => (wake = done));
      await new Promise((done) => setTimeout(done, quietMs));
      dirty = false;
      look();
    },
    end: () => {
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** The next change, each time it is called; undefined where there is no such folder, and so nothing to wait for. */
export function repeatedly(cwd: string, spec: string | undefined): Watching["change"] | undefined {
  return existsSync(specFolder(cwd, spec)) ? watching(cwd, spec).change : undefined;
}

function foldersOf(root: string): readonly string[] {
  return ["", ...new Set(listFiles(root).paths.map(dirname))];
}
