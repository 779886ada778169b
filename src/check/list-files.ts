import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "./project.ts";
import { codeOf, fileReader } from "./read-file.ts";
import { isSettled, stampOf, type Stat, statOf } from "./stat.ts";

/** What one run reads at most; printed by the command's help. */
export const LIMITS = { fileBytes: 2 * 1024 * 1024, files: 50_000, depth: 64 } as const;

const SKIPPED = new Set(["node_modules", ".git", "dist", "coverage", ".data", ".keybeam", ".yarn"]);

/** Whether a file of this path would be listed, were it there. */
export function isListed(path: string): boolean {
  const folders = path.split("/").slice(0, -1);
  return folders.length < LIMITS.depth && !folders.some((folder) => SKIPPED.has(folder));
}

interface Listing {
  readonly paths: string[];
  readonly unlisted: { path: string; reason: string }[];
}

/**
 * The files below a folder, as a project whose files are read when they are needed. Links are not followed, so that
 * nothing outside is ever read; a limit that is met is a file not checked, never a silent end. `now` is the time in milliseconds.
 */
export function listFiles(root: string, now: number = Date.now()): Project {
  const listing: Listing = { paths: [], unlisted: [] };
  const open = [""];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (folder.split("/").length > LIMITS.depth)
      listing.unlisted.push({ path: folder, reason: `it lies more than ${LIMITS.depth} folders deep` });
    else list(root, folder, listing, open);
  }
  if (listing.paths.length > LIMITS.files) {
    const { length } = listing.paths;
    listing.paths.sort().length = LIMITS.files;
    listing.unlisted.push({ path: ".", reason: `there are ${length} files, and ${LIMITS.files} are read at most` });
  }
  return { paths: listing.paths.sort(), unlisted: listing.unlisted, ...readersOf(root, now) };
}

/** A file's stat is taken once, and before the file is read: what changes after that is seen by the next run. */
function readersOf(root: string, now: number): Required<Pick<Project, "read" | "readBytes" | "stat" | "stamp">> {
  const readFile = fileReader(LIMITS.fileBytes);
  const stats = new Map<string, Stat | null>();
  const note = (path: string, found: Stat | null): Stat | null => {
    const settled = found !== null && isSettled(found, now) ? found : null;
    stats.set(path, settled);
    return settled;
  };
  const readBytes: NonNullable<Project["readBytes"]> = (path) => readFile(`${root}/${path}`, stats.has(path) ? null : (found) => void note(path, found));
  const stat = (path: string): Stat | null => {
    const known = stats.get(path);
    return known === undefined ? note(path, statOf(`${root}/${path}`)) : known;
  };
  return {
    read: (path) => {
      const [bytes, reason] = readBytes(path);
      return bytes === null ? [null, reason] : [bytes.toString("utf8", 0, bytes.length - 1), ""];
    },
    readBytes,
    stat,
    stamp: (path) => {
      const found = stat(path);
      return found === null ? null : stampOf(found);
    },
  };
}

function list(root: string, folder: string, listing: Listing, open: string[]): void {
  for (const entry of entriesOf(join(root, folder), folder, listing)) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) open.push(path);
    } else if (entry.isFile()) listing.paths.push(path);
  }
}

function entriesOf(path: string, folder: string, listing: Listing): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    listing.unlisted.push({ path: folder || ".", reason: `it cannot be opened (${codeOf(error)})` });
    return [];
  }
}
