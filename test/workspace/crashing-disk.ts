import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Disk } from "../../src/workspace/index.ts";

/** The process dies here: no later call of the same disk does anything. */
export class Crash extends Error {}

type Around = <Args extends readonly unknown[], R>(call: (...args: Args) => R, half?: (...args: Args) => void) => (...args: Args) => R;

/** A disk with something around each call that changes a file or folder, or waits for the device. */
function around(disk: Disk, wrap: Around): Disk {
  return {
    ...disk,
    create: wrap(disk.create, (path, content, mode) => disk.create(path, content.subarray(0, content.length >> 1), mode)),
    rename: wrap(disk.rename),
    renameOver: wrap(disk.renameOver),
    link: wrap(disk.link),
    remove: wrap(disk.remove),
    makeFolder: wrap(disk.makeFolder),
    removeFolder: wrap(disk.removeFolder),
    syncFolder: wrap(disk.syncFolder),
  };
}

/** A disk whose process is killed at its n-th change, from 1: before it, or with half of a file written where it is `torn`. */
export function crashingDisk(disk: Disk, n: number, torn = false): Disk {
  let steps = 0;
  return around(disk, (call, half) => (...args) => {
    if (steps >= n) throw new Crash("dead already");
    steps++;
    if (steps < n) return call(...args);
    if (torn) half?.(...args);
    throw new Crash(`killed at change ${n}`);
  });
}

/** A disk where somebody else does something right before the n-th change. */
export function sharedDisk(disk: Disk, n: number, meanwhile: () => void): Disk {
  let steps = 0;
  return around(disk, (call) => (...args) => {
    if (++steps === n) meanwhile();
    return call(...args);
  });
}

/** A disk on which a folder is another mount: nothing is renamed or linked into it or out of it. */
export function mountedDisk(disk: Disk, folder: string): Disk {
  const inside = (path: string): boolean => path.startsWith(`${folder}/`);
  const within = (call: Disk["rename"]): Disk["rename"] => (from, to) => {
    if (inside(from) !== inside(to)) throw Object.assign(new Error("EXDEV: another mount"), { code: "EXDEV", path: from });
    call(from, to);
  };
  return { ...disk, rename: within(disk.rename), link: within(disk.link) };
}

/** A disk of which one change, the n-th, is refused by the system. */
export function refusingDisk(disk: Disk, n: number, code: string): Disk {
  let steps = 0;
  return around(disk, (call) => (...args) => {
    if (++steps !== n) return call(...args);
    throw Object.assign(new Error(`${code}: refused`), { code, path: String(args[0]) });
  });
}

/** How many changes a run makes. */
export function countChanges(disk: Disk, run: (disk: Disk) => void): number {
  let steps = 0;
  run(
    around(disk, (call) => (...args) => {
      steps++;
      return call(...args);
    }),
  );
  return steps;
}

/** A lock says which process has it; that of a killed one names a number that no process has. */
export function buryLocks(folder: string): void {
  for (const name of readdirSync(join(folder, ".keybeam")).filter((entry) => entry.startsWith("lock"))) {
    writeFileSync(join(folder, ".keybeam", name), JSON.stringify({ pid: 2 ** 30, start: "1", boot: "" }));
  }
}
