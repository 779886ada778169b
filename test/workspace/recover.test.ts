import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeDisk, recoverProject, writeProject } from "../../src/workspace/index.ts";
import { hashOf } from "../../src/workspace/content.ts";
import { contentsOf, save, temporaryFolder, treeOf } from "./project.ts";

const evil = Buffer.from("evil\n");
const newHash = hashOf(evil);

/** A project with a journal that keybeam did not write, beside a folder that must stay as it is. */
function withJournal(journal: unknown): string {
  const parent = temporaryFolder();
  save(parent, "outside/sentinel", "untouched");
  const folder = join(parent, "project");
  mkdirSync(folder);
  save(folder, ".keybeam/tx/stage/0", evil.toString());
  save(folder, ".keybeam/tx/journal.json", typeof journal === "string" ? journal : JSON.stringify(journal));
  return folder;
}

const write = (path: string): unknown => ({ version: 1, manifest: 1, steps: [{ op: "write", path, n: 0, oldHash: null, newHash }] });

describe("a journal that keybeam did not write", () => {
  it.each([
    ["leads outside", write("../../outside/sentinel")],
    ["is absolute", write("/etc/keybeam-was-here")],
    ["leads into git's folder", write(".git/hooks/pre-commit")],
    ["names the manifest", write(".keybeam/manifest.json")],
    ["names the journal itself", write(".keybeam/tx/journal.json")],
    ["holds another hash", { version: 1, manifest: 1, steps: [{ op: "write", path: "a.ts", n: 0, oldHash: null, newHash: "0".repeat(64) }] }],
    ["removes without a hash", { version: 1, manifest: 1, steps: [{ op: "remove", path: "a.ts" }] }],
    ["has an operation of its own", { version: 1, manifest: 1, steps: [{ op: "run", path: "a.ts" }] }],
    ["has a million steps", { version: 1, manifest: 1, steps: Array.from({ length: 1e6 }, () => 1) }],
    ["is of another version", { version: 2, manifest: 0, steps: [] }],
    ["stages another manifest", { version: 1, manifest: 0, steps: [] }],
    ["is no JSON", "{"],
    ["is empty", ""],
  ])("is refused where it %s, and nothing is touched", (_, journal) => {
    const folder = withJournal(journal);
    const before = contentsOf(join(folder, ".."));
    const [recovery, diagnostics] = recoverProject(nodeDisk(folder));
    expect(recovery).toBeNull();
    expect(diagnostics.map((one) => one.rule)).toEqual(["untrusted-journal"]);
    expect(writeProject(nodeDisk(folder), treeOf({ "a.ts": "a\n" }), { keybeam: "1" })[1].map((one) => one.rule)).toEqual(["untrusted-journal"]);
    expect(contentsOf(join(folder, ".."))).toEqual(before);
  });
});

describe("a stage without a journal", () => {
  it("is dropped", () => {
    const folder = temporaryFolder();
    save(folder, ".keybeam/tx/stage/0", "half");
    expect(recoverProject(nodeDisk(folder))[0]?.did).toBe("rolled back");
    expect(contentsOf(folder)).toEqual({ ".keybeam/": "empty folder" });
  });
});
