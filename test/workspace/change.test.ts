import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileChange } from "../../src/model/file-change.ts";
import { changeFiles, type Disk, nodeDisk, recoverProject, writeProject } from "../../src/workspace/index.ts";
import { Crash, countChanges, crashingDisk } from "./crashing-disk.ts";
import { contentsOf, projectFiles, save, temporaryFolder, treeOf } from "./project.ts";

const changes: readonly FileChange[] = [
  { from: "src/a.ts", to: "src/a.ts", before: "one\r\n", after: "two\r\n" },
  { from: "old/deep/b.ts", to: "new/deep/b.ts", before: "\ufeffb é\n", after: "\ufeffb è\n" },
];

function project(): string {
  const folder = temporaryFolder();
  save(folder, "src/a.ts", "one\r\n");
  save(folder, "old/deep/b.ts", "\ufeffb é\n");
  chmodSync(join(folder, "old/deep/b.ts"), 0o755);
  return folder;
}

const latin = (text: string): string => Buffer.from(text).toString("latin1");
const before = { "old/deep/b.ts": latin("\ufeffb é\n"), "src/a.ts": "one\r\n" };
const after = { "new/deep/b.ts": latin("\ufeffb è\n"), "src/a.ts": "two\r\n" };

describe("changed files", () => {
  it("are edited and moved, with their permissions, and nothing else is left behind", () => {
    const folder = project();
    expect(changeFiles(nodeDisk(folder), changes)).toEqual([[], []]);
    expect(projectFiles(folder)).toEqual(after);
    expect(Object.keys(contentsOf(folder)).filter((path) => /^\.keybeam\/(?:lock|tx|manifest)/.test(path))).toEqual([]);
    expect(statSync(join(folder, "new/deep/b.ts")).mode & 0o777).toBe(0o755);
  });

  it("leave keybeam's manifest as it is", () => {
    const folder = project();
    writeProject(nodeDisk(folder), treeOf({ "c.ts": "c\n" }), { keybeam: "1" });
    const known = contentsOf(folder)[".keybeam/manifest.json"];
    changeFiles(nodeDisk(folder), changes);
    expect(contentsOf(folder)).toMatchObject({ ...after, ".keybeam/manifest.json": known, "c.ts": "c\n" });
  });

  it.each<readonly [string, (folder: string) => void, string]>([
    ["was saved in between", (folder) => save(folder, "src/a.ts", "mine\n"), "conflict"],
    ["was deleted in between", (folder) => void nodeDisk(folder).remove("src/a.ts"), "conflict"],
    ["would take the place of another", (folder) => save(folder, "new/deep/b.ts", "mine\n"), "conflict"],
    ["would be written through a link", (folder) => symlinkSync("/tmp", join(folder, "new")), "path-kind"],
    ["would be written into a file", (folder) => save(folder, "new", ""), "path-kind"],
  ])("are all left alone where one %s", (_, act, rule) => {
    const folder = project();
    act(folder);
    const now = contentsOf(folder);
    const [done, faults] = changeFiles(nodeDisk(folder), changes);
    expect({ done, rules: faults.map((one) => one.rule) }).toEqual({ done: null, rules: [rule] });
    expect(contentsOf(folder)).toEqual(now);
  });

  it("that somebody saves once it is certain stay theirs, with ours beside", () => {
    const folder = project();
    const disk = nodeDisk(folder);
    const onCommit: Disk = { ...disk, rename: (from, to) => { disk.rename(from, to); if (to.endsWith("journal.json")) writeFileSync(join(folder, "src/a.ts"), "mine\n"); } };
    expect(changeFiles(onCommit, changes)).toEqual([["src/a.ts"], []]);
    expect(projectFiles(folder)).toEqual({ ...after, "src/a.ts": "mine\n" });
    expect(contentsOf(folder)[".keybeam/conflicts/src/a.ts"]).toBe("two\r\n");
  });
});

it.each([false, true])("a run killed at any of its changes leaves all files old or all new once the next has ended it (torn: %s)", (half) => {
  const all = countChanges(nodeDisk(project()), (disk) => void changeFiles(disk, changes));
  expect(all).toBeGreaterThan(20);
  const ends = new Set<string>();
  for (let n = 1; n <= all; n++) {
    const folder = project();
    expect(() => changeFiles(crashingDisk(nodeDisk(folder), n, half), changes)).toThrow(Crash);
    bury(folder);
    recoverProject(nodeDisk(folder));
    const now = Object.fromEntries(Object.entries(projectFiles(folder)).filter(([path]) => !path.endsWith("/")));
    const isNew = existsSync(join(folder, "new/deep/b.ts"));
    ends.add(isNew ? "new" : "old");
    expect({ n, now }).toEqual({ n, now: isNew ? after : before });
  }
  expect([...ends].sort()).toEqual(["new", "old"]);
});

/** The lock of a process that is gone. */
function bury(folder: string): void {
  mkdirSync(join(folder, ".keybeam"), { recursive: true });
  for (const name of readdirSync(join(folder, ".keybeam")).filter((one) => one.startsWith("lock"))) {
    writeFileSync(join(folder, ".keybeam", name), JSON.stringify({ pid: 2 ** 30, start: "1", boot: "" }));
  }
}
