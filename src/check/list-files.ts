import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { stampOf } from "./cache/index.ts";
import type { Project } from "./project.ts";
import { codeOf, fileReader } from "./read-file.ts";

/** What one run reads at most; printed by the command's help. */
export const LIMITS = { fileBytes: 2 * 1024 * 1024, files: 50_000, depth: 64 } as const;

const SKIPPED = new Set(["node_modules", ".git", "dist", "coverage", ".keybeam"]);

interface Listing {
  readonly paths: string[];
  readonly unlisted: { path: string; reason: string }[];
}

/**
 * The files below a folder, as a project whose files are read when they are needed. Links are not followed, so that
 * nothing outside is ever read; a limit that is met is a file not checked, never a silent end.
 */
export function listFiles(root: string): Project {
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
  const readBytes = fileReader(LIMITS.fileBytes);
  return {
    paths: listing.paths.sort(),
    unlisted: listing.unlisted,
    read: (path) => {
      const [bytes, reason] = readBytes(join(root, path));
      return bytes === null ? [null, reason] : [bytes.toString("utf8", 0, bytes.length - 1), ""];
    },
    readBytes: (path) => readBytes(join(root, path)),
    stamp: (path) => stampOf(join(root, path)),
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
