import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Disk, nodeDisk, type Written, writeProject } from "../../src/workspace/index.ts";
import { memoryDisk } from "./cases/memory-disk.ts";
import { Crash, countChanges, crashingDisk, sharedDisk } from "./crashing-disk.ts";
import { contentsOf, temporaryFolder, treeOf } from "./project.ts";

const long = (text: string): string => `${text}\n`.repeat(50);
const before = treeOf({ "README.md": long("readme one"), "src/a.txt": long("a one"), "gone/deep/old.ts": long("old"), "gone/other.ts": long("other") });
const after = treeOf({ "README.md": long("readme two"), "src/a.txt": long("a two"), "new/deep/b.ts": long("b") });
const hand = long("saved in between");

type Files = Map<string, { content: Buffer; mode: number }>;
type Saving = (files: Files, path: string) => void;

/** As an editor that writes into the file that is there: its other names see it too. */
const inPlace: Saving = (files, path) => {
  const file = files.get(path);
  if (file === undefined) byRename(files, path);
  else file.content = Buffer.from(hand);
};
/** As one that writes another file and renames it. */
const byRename: Saving = (files, path) => void files.set(path, { content: Buffer.from(hand), mode: 0o644 });

const write = (disk: Disk): Written => {
  const [written, faults] = writeProject(disk, after, { keybeam: "1.0.0" });
  if (written === null) throw new Error(JSON.stringify(faults));
  return written;
};

function prepared(): Files {
  const files: Files = new Map();
  writeProject(memoryDisk(files), before, { keybeam: "1.0.0" });
  return files;
}

const textAt = (files: Files, path: string): string | undefined => files.get(path)?.content.toString();
const leftOf = (files: Files): readonly string[] => [...files.keys()].filter((path) => /^\.keybeam\/(?:tx|lock)/.test(path));
const unlock = (files: Files): void => {
  for (const path of [...files.keys()]) if (path.startsWith(".keybeam/lock")) files.delete(path);
};

/** The save falls into the instant after the last look at the file, right before the call that takes its place or takes it away. */
function inTheInstant(disk: Disk, path: string, save: () => void): Disk {
  let isSaved = false;
  const meanwhile = (touched: string): void => {
    if (touched !== path || isSaved) return;
    isSaved = true;
    save();
  };
  return {
    ...disk,
    renameOver: (from, to, same) => {
      meanwhile(to);
      return disk.renameOver(from, to, same);
    },
    rename: (from, to) => {
      meanwhile(from);
      disk.rename(from, to);
    },
  };
}

describe.each([
  ["in place", inPlace],
  ["by a rename", byRename],
])("a file that somebody saves %s while keybeam writes", (_, saving) => {
  it.each(["src/a.txt", "gone/deep/old.ts", "new/deep/b.ts"])("is as they saved it, whenever that was: %s", (path) => {
    const all = countChanges(memoryDisk(prepared()), write);
    let inBetween = 0;
    for (let n = 1; n <= all; n++) {
      const files = prepared();
      const [written, faults] = writeProject(sharedDisk(memoryDisk(files), n, () => saving(files, path)), after, { keybeam: "1.0.0" });
      expect({ n, now: textAt(files, path), rules: faults.filter(({ rule }) => rule !== "foreign-file") }).toEqual({ n, now: hand, rules: [] });
      expect({ n, left: leftOf(files) }).toEqual({ n, left: [] });
      if (written?.overtaken.includes(path) !== true) continue;
      inBetween++;
      expect({ n, offered: textAt(files, `.keybeam/conflicts/${path}`) }).toEqual({ n, offered: after.find((file) => file.path === path)?.content });
    }
    expect(inBetween).toBeGreaterThan(1);
  });

  it.each(["src/a.txt", "gone/deep/old.ts"])("in the instant of its step is as they saved it, wherever the run is killed then: %s", (path) => {
    let saved = 0;
    const whole = prepared();
    const all = countChanges(inTheInstant(memoryDisk(whole), path, () => saving(whole, path)), (disk) => expect(write(disk).overtaken).toEqual([path]));
    for (let n = 1; n <= all; n++) {
      const files = prepared();
      let isSaved = false;
      const save = (): void => {
        isSaved = true;
        saving(files, path);
      };
      expect(() => write(inTheInstant(crashingDisk(memoryDisk(files), n), path, save))).toThrow(Crash);
      unlock(files);
      const { overtaken } = write(memoryDisk(files));
      if (!isSaved) continue;
      saved++;
      expect({ n, now: textAt(files, path), left: leftOf(files) }).toEqual({ n, now: hand, left: [] });
      if (n < all - 20) expect({ n, overtaken }).toEqual({ n, overtaken: [path] });
    }
    expect(saved).toBeGreaterThan(20);
  });
});

describe("on a real disk", () => {
  it.each([
    ["in place", (path: string) => writeFileSync(path, hand)],
    ["by a rename", (path: string) => {
      writeFileSync(`${path}~`, hand);
      renameSync(`${path}~`, path);
    }],
  ])("what is saved %s in the instant of a step stays, and a later run says so again", (_, save) => {
    const folder = temporaryFolder();
    writeProject(nodeDisk(folder), before, { keybeam: "1.0.0" });
    const path = join(folder, "src/a.txt");
    expect(write(inTheInstant(nodeDisk(folder), "src/a.txt", () => save(path))).overtaken).toEqual(["src/a.txt"]);
    expect(readFileSync(path, "utf8")).toBe(hand);
    expect(contentsOf(folder)[".keybeam/conflicts/src/a.txt"]).toBe(long("a two"));
    expect(write(nodeDisk(folder)).plan.files.find((file) => file.path === "src/a.txt")?.action).toBe("conflict");
    expect(readFileSync(path, "utf8")).toBe(hand);
  });
});
