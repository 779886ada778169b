import { existsSync, lstatSync, mkdirSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Disk, nodeDisk, unfinished, writeProject } from "../../src/workspace/index.ts";
import { buryLocks, Crash, countChanges, crashingDisk, mountedDisk, refusingDisk } from "./crashing-disk.ts";
import { contentsOf, projectFiles, save, temporaryFolder, treeOf } from "./project.ts";

const long = (text: string): string => `${text}\n`.repeat(50);

const before = treeOf({
  "README.md": long("readme one"),
  "src/a.txt": long("a one"),
  "src/edited.txt": long("edited one"),
  "src/settled.ts": long("settled"),
  "src/crlf.ts": long("crlf one"),
  "src/deleted.ts": long("deleted one"),
  "gone/deep/old.ts": long("old"),
  "seeded/mine.ts": long("stub"),
});
const after = treeOf({
  "README.md": long("readme two"),
  "src/a.txt": long("a two"),
  "src/edited.txt": long("edited two"),
  "src/settled.ts": long("settled"),
  "src/crlf.ts": long("crlf two"),
  "src/deleted.ts": long("deleted two"),
  "new/deep/b.ts": long("b"),
  "seeded/mine.ts": long("another stub"),
  "seeded/new.ts": long("new stub"),
});
/** What the user did between the two runs; none of it may ever be lost. */
const users: Readonly<Record<string, string>> = {
  "src/edited.txt": long("edited by hand"),
  "src/settled.ts": long("settled by hand"),
  "seeded/mine.ts": long("written by hand"),
  "src/own.ts": long("nobody's but mine"),
};

const options = { keybeam: "1.0.0" };
type Writer = (disk: Disk) => void;
const ours: Writer = (disk) => void writeProject(disk, after, options);
/** The plain loop that everybody writes first. */
const naive: Writer = (disk) => {
  for (const { path, content } of after) {
    if (users[path] !== undefined) continue;
    if (disk.look(path) !== null) disk.remove(path);
    else for (const folder of ["new", "new/deep"]) if (path.startsWith(folder) && disk.look(folder) === null) disk.makeFolder(folder);
    disk.create(path, Buffer.from(content), { wanted: 0o644 });
  }
};

function prepared(): string {
  const parent = temporaryFolder();
  save(parent, "outside/sentinel", "untouched");
  const folder = join(parent, "project");
  mkdirSync(folder);
  expect(writeProject(nodeDisk(folder), before, options)[1]).toEqual([]);
  for (const [path, content] of Object.entries(users)) save(folder, path, content);
  save(folder, "src/crlf.ts", long("crlf one").replaceAll("\n", "\r\n"));
  unlinkSync(join(folder, "src/deleted.ts"));
  return folder;
}

/** What is wrong in a folder after a crash: files of the user's that changed, and files that are neither old nor new. */
function torn(folder: string): readonly string[] {
  const now = Object.fromEntries(Object.entries(projectFiles(folder)).filter(([path]) => !path.endsWith("/")));
  const versions = (path: string): readonly (string | undefined)[] => [
    before.find((file) => file.path === path)?.content,
    after.find((file) => file.path === path)?.content,
  ];
  const lost = Object.entries(users).filter(([path, content]) => now[path] !== content);
  const half = Object.entries(now).filter(([path, text]) => users[path] === undefined && !versions(path).includes(text.replaceAll("\r\n", "\n")));
  const vanished = ["README.md", "src/a.txt"].filter((path) => now[path] === undefined);
  return [...lost.map(([path]) => path), ...half.map(([path]) => path), ...vanished];
}

function crashAt(folder: string, n: number, half: boolean, write: Writer): void {
  try {
    write(crashingDisk(nodeDisk(folder), n, half));
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
}

describe("a run that is killed", () => {
  const changes = (write: Writer): number => countChanges(nodeDisk(prepared()), write);

  it.each([false, true])("at each of its changes leaves every file whole, and the next run ends it (torn: %s)", (half) => {
    const whole = prepared();
    ours(nodeDisk(whole));
    const expected = contentsOf(whole);
    const all = changes(ours);
    expect(all).toBeGreaterThan(60);
    for (let n = 1; n <= all; n++) {
      const folder = prepared();
      crashAt(folder, n, half, ours);
      buryLocks(folder);
      expect({ n, torn: torn(folder) }).toEqual({ n, torn: [] });
      ours(nodeDisk(folder));
      expect({ n, files: contentsOf(folder) }).toEqual({ n, files: expected });
      expect(contentsOf(join(folder, "..", "outside"))).toEqual({ sentinel: "untouched" });
    }
  }, 120_000);

  it("at each of its changes, where a folder is another mount, leaves every file whole, and the next run ends it", () => {
    const [whole, mounted] = [prepared(), (folder: string) => mountedDisk(nodeDisk(folder), "src")];
    ours(nodeDisk(whole));
    const expected = contentsOf(whole);
    const all = countChanges(mounted(prepared()), ours);
    expect(all).toBeGreaterThan(countChanges(nodeDisk(prepared()), ours));
    for (let n = 1; n <= all; n++) {
      const folder = prepared();
      try {
        ours(crashingDisk(mounted(folder), n, true));
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
      buryLocks(folder);
      ours(mounted(folder));
      expect({ n, files: contentsOf(folder) }).toEqual({ n, files: expected });
    }
  }, 120_000);

  it("keeps what is typed into a new file before the next run, which still is its stage file too", () => {
    let shared = 0;
    for (let n = 1; n <= changes(ours); n++) {
      const folder = prepared();
      crashAt(folder, n, false, ours);
      buryLocks(folder);
      const made = join(folder, "new/deep/b.ts");
      if (!existsSync(made) || lstatSync(made).nlink === 1) continue;
      shared++;
      writeFileSync(made, "typed\n");
      const [written, faults] = writeProject(nodeDisk(folder), after, options);
      expect([faults, written === null]).toEqual([[], false]);
      expect(projectFiles(folder)["new/deep/b.ts"]).toBe("typed\n");
      expect(lstatSync(made).nlink).toBe(1);
    }
    expect(shared).toBeGreaterThan(0);
  }, 120_000);

  it("while it ends what another began is ended by a third", () => {
    const whole = prepared();
    ours(nodeDisk(whole));
    const expected = contentsOf(whole);
    const half = Math.floor(changes(ours) * 0.7);
    for (let n = 1; n <= 40; n++) {
      const folder = prepared();
      crashAt(folder, half, false, ours);
      buryLocks(folder);
      expect(unfinished(nodeDisk(folder))?.rule).toBe("unfinished-transaction");
      crashAt(folder, n, false, ours);
      buryLocks(folder);
      expect(torn(folder)).toEqual([]);
      ours(nodeDisk(folder));
      expect(contentsOf(folder)).toEqual(expected);
    }
  }, 120_000);

  it("is told from the plain loop, which tears files", () => {
    const all = changes(naive);
    const found: string[] = [];
    for (let n = 1; n <= all; n++) {
      const folder = prepared();
      crashAt(folder, n, true, naive);
      found.push(...torn(folder));
    }
    expect(found.length).toBeGreaterThan(0);
  });
});

describe("a system that refuses", () => {
  it.each(["ENOSPC", "EIO", "EACCES"])("once with %s, at each change, costs nothing", (code) => {
    const all = countChanges(nodeDisk(prepared()), ours);
    const whole = prepared();
    ours(nodeDisk(whole));
    const expected = contentsOf(whole);
    let said = 0;
    for (let n = 1; n <= all; n++) {
      const folder = prepared();
      const [, diagnostics] = writeProject(refusingDisk(nodeDisk(folder), n, code), after, options);
      said += diagnostics.filter((one) => one.rule === "file-system" && one.message.includes(code)).length;
      expect({ n, torn: torn(folder) }).toEqual({ n, torn: [] });
      buryLocks(folder);
      ours(nodeDisk(folder));
      expect({ n, files: contentsOf(folder) }).toEqual({ n, files: expected });
    }
    expect(said).toBe(all);
  }, 120_000);
});

describe("a user who saves while keybeam writes", () => {
  const hand = long("saved in between");

  it("finds the new rendering beside it, and a later run says so again", () => {
    const folder = prepared();
    const path = join(folder, "src/a.txt");
    const disk = nodeDisk(folder);
    const onCommit: Disk = { ...disk, rename: (from, to) => { disk.rename(from, to); if (to.endsWith("journal.json")) writeFileSync(path, hand); } };
    const [written] = writeProject(onCommit, after, options);
    expect(written?.overtaken).toEqual(["src/a.txt"]);
    expect(contentsOf(folder)["src/a.txt"]).toBe(hand);
    expect(contentsOf(folder)[".keybeam/conflicts/src/a.txt"]).toBe(long("a two"));
    const [again] = writeProject(nodeDisk(folder), after, options);
    expect(again?.plan.files.find((file) => file.path === "src/a.txt")?.action).toBe("conflict");
  });
});
