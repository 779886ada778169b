import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { FileTree, Ownership } from "../../src/model/file-tree.ts";

/** A temporary folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "keybeam-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A rendered tree from path → content; `seeded/…` paths are seeded. */
export function treeOf(files: Readonly<Record<string, string>>): FileTree {
  const ownershipOf = (path: string): Ownership => (path.startsWith("seeded/") ? "seeded" : "merged");
  return Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => ({ path, content, ownership: ownershipOf(path) }));
}

export function save(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** Every file and link below a folder with what it holds; empty folders too, so that none is left over unseen. Not what is kept for speed alone. */
export function contentsOf(folder: string, prefix = ""): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const names = readdirSync(join(folder, prefix)).sort();
  if (names.length === 0 && prefix !== "") found[`${prefix}/`] = "empty folder";
  for (const name of names) {
    const path = prefix === "" ? name : `${prefix}/${name}`;
    if (path === ".keybeam/cache") continue;
    const stat = lstatSync(join(folder, path));
    if (stat.isDirectory()) Object.assign(found, contentsOf(folder, path));
    else found[path] = stat.isFile() ? readFileSync(join(folder, path), "latin1") : "no regular file";
  }
  return found;
}

/** The same without what keybeam keeps for itself. */
export function projectFiles(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(contentsOf(folder)).filter(([path]) => !path.startsWith(".keybeam/")));
}
