import { describe, expect, it } from "vitest";
import type { FileTree } from "../../src/model/file-tree.ts";
import { type Disk, type Written, writeProject } from "../../src/workspace/index.ts";
import { memoryDisk } from "../workspace/cases/memory-disk.ts";
import { countChanges, refusingDisk } from "../workspace/crashing-disk.ts";
import { treeOf } from "../workspace/project.ts";

type Files = Map<string, { content: Buffer; mode: number }>;

const text = (n: number): string => `${`line ${n}\n`.repeat(20)}`;
const first = treeOf({ "README.md": text(1), "src/a.ts": "export const a = 1;\n", "src/b.ts": "export const b = 1;\n" });
const second = treeOf({ "README.md": text(2), "src/a.ts": "export const a = 2;\n", "src/b.ts": "export const b = 2;\n" });

function run(disk: Disk, tree: FileTree): Written {
  const [written, faults] = writeProject(disk, tree, { keybeam: "1.0.0" });
  if (written === null) throw new Error(JSON.stringify(faults));
  return written;
}

/** A project as a first run leaves it, edited, then what a second run does to each path. */
function rerun(edit: (files: Files, put: (path: string, content: string | Buffer, mode?: number) => void) => void): { readonly actions: Readonly<Record<string, string>>; readonly files: Files } {
  const files: Files = new Map();
  run(memoryDisk(files), first);
  edit(files, (path, content, mode = 0o644) => files.set(path, { content: Buffer.from(content), mode }));
  const { plan } = run(memoryDisk(files), second);
  return { actions: Object.fromEntries(plan.files.map(({ path, action }) => [path, action])), files };
}

const contentOf = (files: Files, path: string): string | undefined => files.get(path)?.content.toString();

describe("a folder", () => {
  it("F01: an edited file, one with a mark before its text, one with other line ends and another mode", () => {
    const { actions, files } = rerun((_, put) => {
      put("README.md", `\u{FEFF}${text(1)}`);
      put("src/a.ts", "export const a = 1;\r\n", 0o755);
      put("src/b.ts", "export const b = 1;\n\nexport const mine = 1;\n");
    });
    expect(actions).toMatchObject({ "README.md": "merge", "src/a.ts": "replace", "src/b.ts": "merge" });
    expect(contentOf(files, "README.md")).toBe(`\u{FEFF}${text(2)}`);
    expect([contentOf(files, "src/a.ts"), files.get("src/a.ts")?.mode]).toEqual(["export const a = 2;\r\n", 0o755]);
    expect(contentOf(files, "src/b.ts")).toBe("export const b = 2;\n\nexport const mine = 1;\n");
  });

  it("F01: a deleted file stays away, a renamed one stays as it is", () => {
    const { actions, files } = rerun((now, put) => {
      now.delete("src/a.ts");
      put("src/renamed.ts", "export const b = 1;\n");
      now.delete("src/b.ts");
    });
    expect(actions).toMatchObject({ "src/a.ts": "deleted", "src/b.ts": "deleted" });
    expect(["src/a.ts", "src/b.ts"].map((path) => files.has(path))).toEqual([false, false]);
    expect(contentOf(files, "src/renamed.ts")).toBe("export const b = 1;\n");
  });

  it("F10: a pointer of git LFS in place of a file, and a file between the markers of a merge, are left alone", () => {
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12\n";
    const markers = "<<<<<<< HEAD\nexport const b = 1;\n=======\nexport const b = 3;\n>>>>>>> theirs\n";
    const { actions, files } = rerun((_, put) => {
      put("src/a.ts", pointer);
      put("src/b.ts", markers);
      put(".git/MERGE_HEAD", "abc\n");
      put(".gitattributes", "* text eol=crlf\n");
    });
    expect(actions).toMatchObject({ "src/a.ts": "conflict", "src/b.ts": "conflict" });
    expect([contentOf(files, "src/a.ts"), contentOf(files, "src/b.ts"), contentOf(files, ".git/MERGE_HEAD")]).toEqual([pointer, markers, "abc\n"]);
    expect(contentOf(files, ".keybeam/conflicts/src/b.ts")).toBe("export const b = 2;\n");
  });

  it.each(["ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS", "EMFILE", "EIO", "EFBIG", "EXDEV"])("F05, F09: %s at any change is said with its path, and the next run ends it", (code) => {
    const whole: Files = new Map();
    run(memoryDisk(whole), first);
    const changes = countChanges(memoryDisk(whole), (disk) => run(disk, second));
    expect(changes).toBeGreaterThan(20);
    for (let n = 1; n <= changes; n += 1) {
      const files: Files = new Map();
      run(memoryDisk(files), first);
      const [written, faults] = writeProject(refusingDisk(memoryDisk(files), n, code), second, { keybeam: "1.0.0" });
      if (written === null) expect({ n, said: faults.map(({ message }) => message).join().includes(code) }).toEqual({ n, said: true });
      // The lock of a process that is gone counts for nothing.
      for (const path of [...files.keys()]) if (path.startsWith(".keybeam/lock")) files.delete(path);
      run(memoryDisk(files), second);
      expect([n, ...first.map(({ path }) => contentOf(files, path))]).toEqual([n, ...second.map(({ content }) => content)]);
      expect([...files.keys()].filter((path) => path.startsWith(".keybeam/tx"))).toEqual([]);
    }
  });
});

/** A file system that takes `Src/A.ts` and `src/a.ts` for one file, and keeps the name that was there first. */
function caseBlind(disk: Disk, files: Files): Disk {
  const spelt = (path: string): string => {
    const known = [...files.keys()].flatMap((name) => name.split("/").map((_, n, parts) => parts.slice(0, n + 1).join("/")));
    const parts = path.split("/");
    return parts.reduce((done, part) => {
      const here = done === "" ? part : `${done}/${part}`;
      return known.find((name) => name.toLowerCase() === here.toLowerCase()) ?? here;
    }, "");
  };
  return {
    ...disk,
    look: (path) => disk.look(spelt(path)),
    read: (path) => disk.read(spelt(path)),
    list: (folder) => disk.list(spelt(folder)),
    create: (path, content, mode) => disk.create(spelt(path), content, mode),
    rename: (from, to) => disk.rename(spelt(from), spelt(to)),
    renameOver: (from, to, same) => disk.renameOver(spelt(from), spelt(to), spelt(same)),
    link: (from, to) => disk.link(spelt(from), spelt(to)),
    remove: (path) => disk.remove(spelt(path)),
  };
}

describe("a file system that is blind to case", () => {
  it("P14: a file of the user's by another spelling is in the way, and nothing is written", () => {
    const files: Files = new Map([["readme.MD", { content: Buffer.from("mine"), mode: 0o644 }]]);
    const [written, faults] = writeProject(caseBlind(memoryDisk(files), files), first, { keybeam: "1.0.0" });
    expect([written, faults.map(({ rule }) => rule)]).toEqual([null, ["foreign-file"]]);
    expect([...files.keys()].filter((path) => !path.startsWith(".keybeam/"))).toEqual(["readme.MD"]);
  });

  it("P14: a folder by another spelling is used as it is, and there are never two", () => {
    const files: Files = new Map([["Src/own.ts", { content: Buffer.from("mine"), mode: 0o644 }]]);
    const disk = caseBlind(memoryDisk(files), files);
    run(disk, first);
    run(disk, second);
    expect([...files.keys()].filter((path) => /^src\//i.test(path)).sort()).toEqual(["Src/a.ts", "Src/b.ts", "Src/own.ts"]);
    expect(contentOf(files, "Src/a.ts")).toBe("export const a = 2;\n");
  });
});
