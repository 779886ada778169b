import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/workspace/idle/facts.ts";
import { keepIdle, nodeDisk, recallIdle, watched } from "../../src/workspace/index.ts";
import { contentsOf, save, temporaryFolder } from "./project.ts";

const index = ".keybeam/cache/plan";
const LATER = 60_000;

/** A project that was looked at, a minute after its last change or at once, with what was found kept. */
function looked(after = LATER): string {
  const folder = temporaryFolder();
  save(folder, ".keybeam/manifest.json", "{}\n");
  save(folder, "src/a.ts", "one\n");
  save(folder, "src/b.ts", "two\n");
  const disk = nodeDisk(folder);
  const seen = watched(disk, Date.now() + after);
  for (const path of ["src", "src/a.ts", "src/gone.ts"]) seen.disk.look(path);
  for (const path of ["src/a.ts", "src/b.ts"]) seen.disk.read(path);
  seen.disk.list("src");
  seen.disk.list("nothing");
  keepIdle(disk, "key", seen.facts(), { says: "nothing to do" });
  return folder;
}

const recalled = (folder: string, key = "key"): unknown => recallIdle(nodeDisk(folder), key);
const known = { says: "nothing to do" };
const factsIn = (folder: string): readonly Fact[] => JSON.parse(readFileSync(join(folder, index), "utf8")).facts;
const stampOf = (folder: string, path: string): unknown => factsIn(folder).find((fact) => fact[0] === "read" && fact[1] === path)?.[4];

const changes: Readonly<Record<string, (folder: string) => void>> = {
  "other text": (folder) => writeFileSync(join(folder, "src/a.ts"), "longer\n"),
  "other text of the same length, its time put back": (folder) => {
    const { atime, mtime } = statSync(join(folder, "src/a.ts"));
    writeFileSync(join(folder, "src/a.ts"), "eno\n");
    utimesSync(join(folder, "src/a.ts"), atime, mtime);
  },
  "another file in its place": (folder) => {
    save(folder, "other", "xyz\n");
    renameSync(join(folder, "other"), join(folder, "src/b.ts"));
  },
  "other permissions": (folder) => chmodSync(join(folder, "src/b.ts"), 0o755),
  "a file that is gone": (folder) => rmSync(join(folder, "src/b.ts")),
  "a file where there was none": (folder) => save(folder, "src/gone.ts", ""),
  "a folder where there was none": (folder) => save(folder, "nothing/x", ""),
  "one more file in a folder that was listed": (folder) => save(folder, "src/c.ts", ""),
  "a link in place of a file": (folder) => {
    renameSync(join(folder, "src/a.ts"), join(folder, "a.ts"));
    symlinkSync("../a.ts", join(folder, "src/a.ts"));
  },
  "a link in place of a folder": (folder) => {
    renameSync(join(folder, "src"), join(folder, "code"));
    symlinkSync("code", join(folder, "src"));
  },
};

describe("the index of a project in which nothing was to be done", () => {
  it("is believed while all is as it was, under its key alone", () => {
    for (const after of [0, LATER]) {
      const folder = looked(after);
      expect(recalled(folder)).toEqual(known);
      expect(recalled(folder, "another")).toBeNull();
    }
  });

  it.each(Object.entries(changes))("is not believed after %s, however soon that came", (_, change) => {
    for (const after of [0, LATER]) {
      const folder = looked(after);
      change(folder);
      expect(recalled(folder)).toBeNull();
    }
  });

  it("keeps no stamp of a file that had only just changed, and takes none again until it has settled", () => {
    expect(stampOf(looked(), "src/a.ts")).toMatch(/^4 /);
    const folder = looked(0);
    expect(stampOf(folder, "src/a.ts")).toBe("");
    expect(recalled(folder)).toEqual(known);
    expect(stampOf(folder, "src/a.ts")).toBe("");
  });

  it("reads a file again that was only touched, and takes its new stamp", () => {
    const folder = looked();
    const before = stampOf(folder, "src/a.ts");
    utimesSync(join(folder, "src/a.ts"), new Date(), new Date());
    expect(recalled(folder)).toEqual(known);
    expect(stampOf(folder, "src/a.ts")).not.toBe(before);
    expect(stampOf(folder, "src/b.ts")).not.toBe("");
  });

  it("is nothing where it is damaged, or leads outside", () => {
    const folder = looked();
    const text = readFileSync(join(folder, index), "utf8");
    for (const damaged of ["", "{", "[]", text.slice(0, -9), text.replace('"listed"', '"heard"'), text.replace('"src/a.ts"', '"../src/a.ts"')]) {
      writeFileSync(join(folder, index), damaged);
      expect(recalled(folder)).toBeNull();
    }
    writeFileSync(join(folder, index), text);
    expect(recalled(folder)).toEqual(known);
  });

  it("is neither read nor written through a link", () => {
    const [folder, outside] = [looked(), temporaryFolder()];
    renameSync(join(folder, ".keybeam/cache"), join(outside, "cache"));
    symlinkSync(join(outside, "cache"), join(folder, ".keybeam/cache"));
    const before = contentsOf(outside);
    expect(recalled(folder)).toBeNull();
    keepIdle(nodeDisk(folder), "other", [], 1);
    expect(contentsOf(outside)).toEqual(before);
  });

  it("is no fault where it cannot be written, and is not made where keybeam knows nothing", () => {
    const folder = temporaryFolder();
    keepIdle(nodeDisk(folder), "key", [], 1);
    expect(contentsOf(folder)).toEqual({});
    const refusing = { ...nodeDisk(folder), create: () => { throw Object.assign(new Error("no space"), { code: "ENOSPC" }); } };
    mkdirSync(join(folder, ".keybeam"));
    expect(() => keepIdle(refusing, "key", [], 1)).not.toThrow();
    expect(lstatSync(join(folder, ".keybeam")).isDirectory()).toBe(true);
  });
});
