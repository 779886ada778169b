import { expect, it } from "vitest";
import type { FileTree } from "../../src/model/file-tree.ts";
import { nodeDisk, writeProject } from "../../src/workspace/index.ts";
import { projectFiles, save, temporaryFolder, treeOf } from "./project.ts";

/** Action by path of what a run over the folder did. */
function run(folder: string, tree: FileTree): Readonly<Record<string, string>> {
  const [result, diagnostics] = writeProject(nodeDisk(folder), tree, { keybeam: "1.0.0" });
  expect(diagnostics).toEqual([]);
  return Object.fromEntries((result?.plan.files ?? []).map(({ path, action }) => [path, action]));
}

const one = treeOf({ "a.ts": "one\n", "b/c.ts": "c\n" });

it("takes the new rendering of seeded samples in which nobody has written, and leaves them alone once somebody has", () => {
  const samples = (content: string): FileTree => [{ path: "seeded/s.ts", content, ownership: "seeded", follows: true }];
  const folder = temporaryFolder();
  run(folder, samples("one\n"));
  expect(run(folder, samples("two\n"))).toEqual({ "seeded/s.ts": "replace" });
  expect(run(folder, samples("three\n"))).toEqual({ "seeded/s.ts": "replace" });
  save(folder, "seeded/s.ts", "mine\n");
  expect(run(folder, samples("four\n"))).toEqual({ "seeded/s.ts": "keep" });
  expect(projectFiles(folder)).toEqual({ "seeded/s.ts": "mine\n" });
});

it("keeps a test that was there before the spec asked for one, through later changes and after the spec asks for it no more", () => {
  const tree = (content: string): FileTree => [...one, ...treeOf({ "test/mine.test.ts": content })];
  const folder = temporaryFolder();
  run(folder, one);
  save(folder, "test/mine.test.ts", "mine\n");
  expect(run(folder, tree("a\n"))["test/mine.test.ts"]).toBe("keep");
  expect(run(folder, tree("b\n"))["test/mine.test.ts"]).toBe("keep");
  expect(run(folder, one)["test/mine.test.ts"]).toBeUndefined();
  expect(projectFiles(folder)["test/mine.test.ts"]).toBe("mine\n");
});
