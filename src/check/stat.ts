import { fstatSync, type Stats, statSync } from "node:fs";

/** What changes whenever a file does: the time of status change is set by the system alone, and no two files share an inode. */
export interface Stat {
  readonly size: number;
  /** Times in milliseconds with fractions. */
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
}

/** The coarsest clock of a file system, that of FAT, ticks every two seconds. */
const TICK_MS = 2000;

/** Of a regular file; null where there is none. */
export function statOf(path: string): Stat | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : regular(stat);
}

/** The same of a file that is open. */
export function statOfOpen(file: number): Stat | null {
  return regular(fstatSync(file));
}

function regular(stat: Stats): Stat | null {
  return stat.isFile() ? { size: stat.size, mtimeMs: stat.mtimeMs, ctimeMs: stat.ctimeMs, inode: stat.ino } : null;
}

/**
 * Whether another change of the file would show. One within the same tick of the file system's clock would not, so a file that has
 * just changed at `now` is not to be recognised by its stat.
 */
export function isSettled({ ctimeMs }: Stat, now: number): boolean {
  return ctimeMs < now - TICK_MS;
}

export function isSameStat(a: Stat | null, b: Stat | null): boolean {
  if (a === null || b === null) return false;
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.inode === b.inode;
}

export function stampOf({ size, mtimeMs, ctimeMs, inode }: Stat): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${inode}`;
}
