import { chmodSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileTree } from "../../src/model/file-tree.ts";
import { nodeDisk, recoverProject, undoRun, writeProject } from "../../src/workspace/index.ts";
import { buryLocks, Crash, countChanges, crashingDisk } from "./crashing-disk.ts";
import { contentsOf, save, temporaryFolder, treeOf } from "./project.ts";

const options = { keybeam: "1.0.0" };
const one = treeOf({ "a.txt": "one\n", "b/c.txt": "c\n", "gone.txt": "gone\n", "seeded/s.txt": "stub\n" });
const two = treeOf({ "a.txt": "one\ntwo\n", "b/c.txt": "d\n", "new/n.txt": "n\n", "seeded/s.txt": "stub\n" });

const run = (folder: string, tree: FileTree): void => expect(writeProject(nodeDisk(folder), tree, options)[1]).toEqual([]);

/** All that lies in the project but for locks, and what undo keeps for itself. */
const bytes = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(contentsOf(folder)).filter(([path]) => !/^\.keybeam\/(undo\/|lock)/.test(path)));

function edited(): string {
  const folder = temporaryFolder();
  run(folder, one);
  save(folder, "a.txt", "mine\none\n");
  chmodSync(join(folder, "b/c.txt"), 0o600);
  return folder;
}

const refusals = (folder: string): readonly string[] => undoRun(nodeDisk(folder))[1].map(({ rule, at }) => `${rule} ${at.file}`);

describe("undo", () => {
  it("brings back every byte and mode that a run changed, and what the run knew; a second time, what was undone", () => {
    const folder = edited();
    const before = bytes(folder);
    run(folder, two);
    const after = bytes(folder);
    expect(after["a.txt"]).toBe("mine\none\ntwo\n");
    expect(refusals(folder)).toEqual([]);
    expect(bytes(folder)).toEqual(before);
    expect(statSync(join(folder, "b/c.txt")).mode & 0o777).toBe(0o600);
    expect(refusals(folder)).toEqual([]);
    expect(bytes(folder)).toEqual(after);
  });

  it("takes a first run back to an empty folder", () => {
    const folder = temporaryFolder();
    run(folder, one);
    expect(refusals(folder)).toEqual([]);
    expect(Object.keys(bytes(folder)).filter((path) => !path.startsWith(".keybeam/"))).toEqual([]);
    run(folder, one);
    expect(bytes(folder)["a.txt"]).toBe("one\n");
  });

  it("takes nothing back where somebody edited, deleted or made a file since", () => {
    const folder = edited();
    run(folder, two);
    save(folder, "b/c.txt", "mine\n");
    unlinkSync(join(folder, "new/n.txt"));
    save(folder, "gone.txt", "mine\n");
    const after = bytes(folder);
    expect(refusals(folder)).toEqual(["edited-since b/c.txt", "edited-since gone.txt"]);
    expect(bytes(folder)).toEqual(after);
  });

  it("says where there is nothing to take back, and believes no record that was changed", () => {
    const folder = temporaryFolder();
    expect(refusals(folder)).toEqual(["nothing-to-undo .keybeam/undo/run.json"]);
    run(folder, one);
    for (const record of ["{", '{"version":1,"manifest":null,"changed":[{"path":"../x","before":null,"after":null}]}', '{"version":1,"manifest":"x","changed":[]}']) {
      save(folder, ".keybeam/undo/run.json", record);
      expect(refusals(folder)).toEqual(["nothing-to-undo .keybeam/undo/run.json"]);
    }
  });

  it("is all or nothing, wherever it is killed", () => {
    const [after, undone] = [bytes(ranTwice()), bytesAfterUndo()];
    const changes = countChanges(nodeDisk(ranTwice()), (disk) => undoRun(disk));
    expect(changes).toBeGreaterThan(30);
    for (let n = 1; n <= changes; n += 2) {
      const folder = ranTwice();
      expect(() => undoRun(crashingDisk(nodeDisk(folder), n))).toThrow(Crash);
      buryLocks(folder);
      expect(recoverProject(nodeDisk(folder))[1]).toEqual([]);
      expect([after, undone]).toContainEqual(bytes(folder));
    }
  }, 120_000);
});

function ranTwice(): string {
  const folder = edited();
  run(folder, two);
  return folder;
}

function bytesAfterUndo(): Readonly<Record<string, string>> {
  const folder = ranTwice();
  undoRun(nodeDisk(folder));
  return bytes(folder);
}
