import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { FileTree } from "../../src/model/file-tree.ts";
import { nodeDisk, readHistoryFiles, writeProject } from "../../src/workspace/index.ts";
import { contentsOf, save, temporaryFolder, treeOf } from "./project.ts";

const paths = [".keybeam/model/*", "src/*/migrations/*"];
const record: FileTree = [{ path: ".keybeam/model/a.json", content: "{}\n", ownership: "record" }];
const tree = [...record, ...treeOf({ "src/a/migrations/0001.ts": "one\n", "src/a/other.ts": "other\n" })];

const projectWith = (edits: Readonly<Record<string, string>>): string => {
  const folder = temporaryFolder();
  writeProject(nodeDisk(folder), tree, { keybeam: "1.0.0" });
  for (const [path, text] of Object.entries(edits)) save(folder, path, text);
  return folder;
};

const read = (folder: string) => readHistoryFiles(nodeDisk(folder), paths).files.map(({ path, content, generated }) => `${path} ${content.trim()}${generated ? "" : " by hand"}`);

it("reads migrations as they were rendered, whatever was edited since, and those laid beside them as they are", () => {
  const folder = projectWith({ "src/a/migrations/0001.ts": "edited\n", "src/a/migrations/0002.ts": "mine\n" });
  expect(read(folder)).toEqual([".keybeam/model/a.json {}", "src/a/migrations/0001.ts one", "src/a/migrations/0002.ts mine by hand"]);
});

it("reads a record as it lies, and as it was rendered where somebody deleted it", () => {
  const folder = projectWith({ ".keybeam/model/a.json": "{ }\n" });
  expect(read(folder)[0]).toBe(".keybeam/model/a.json { }");
  rmSync(join(folder, ".keybeam/model/a.json"));
  expect(read(folder)).toContain(".keybeam/model/a.json {}");
  writeProject(nodeDisk(folder), tree, { keybeam: "1.0.0" });
  expect(contentsOf(folder)[".keybeam/model/a.json"]).toBe("{}\n");
});

it("lets nothing be written on a history that another run has gone on from", () => {
  const folder = projectWith({});
  const history = readHistoryFiles(nodeDisk(folder), paths);
  const next = [...tree, ...treeOf({ "src/a/migrations/0002.ts": "two\n" })];
  expect(writeProject(nodeDisk(folder), next, { keybeam: "1.0.0", history })[1]).toEqual([]);
  const [written, faults] = writeProject(nodeDisk(folder), [...tree, ...treeOf({ "src/a/migrations/0002-b.ts": "b\n" })], { keybeam: "1.0.0", history });
  expect(written).toBeNull();
  expect(faults.map(({ rule }) => rule)).toEqual(["conflict"]);
  expect(contentsOf(folder)["src/a/migrations/0002.ts"]).toBe("two\n");
});
