import { chmodSync, linkSync, mkdirSync, rmSync, statSync, symlinkSync, unlinkSync, utimesSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileTree } from "../../src/model/file-tree.ts";
import { nodeDisk, planProject, writeProject } from "../../src/workspace/index.ts";
import { contentsOf, projectFiles, save, temporaryFolder, treeOf } from "./project.ts";

const options = { keybeam: "1.0.0" };

function written(tree: FileTree, folder = temporaryFolder()): string {
  expect(writeProject(nodeDisk(folder), tree, options)[1]).toEqual([]);
  return folder;
}

/** Action by path of what a run over the folder did. */
function run(folder: string, tree: FileTree): Readonly<Record<string, string>> {
  const [result, diagnostics] = writeProject(nodeDisk(folder), tree, options);
  expect(diagnostics).toEqual([]);
  return Object.fromEntries((result?.plan.files ?? []).map(({ path, action }) => [path, action]));
}

const refusals = (folder: string, tree: FileTree): readonly string[] =>
  writeProject(nodeDisk(folder), tree, options)[1].map(({ rule, at }) => `${rule} ${at.file}`);

const one = treeOf({ "a.ts": "one\n", "b/c.ts": "c\n", "seeded/s.ts": "stub\n" });
const two = treeOf({ "a.ts": "two\n", "b/c.ts": "c\n", "seeded/s.ts": "other stub\n" });

describe("a run over what keybeam wrote", () => {
  it("writes everything at first, and keeps what it rendered by content", () => {
    const folder = written(one);
    expect(projectFiles(folder)).toEqual({ "a.ts": "one\n", "b/c.ts": "c\n", "seeded/s.ts": "stub\n" });
    const bases = Object.entries(contentsOf(folder)).filter(([path]) => path.startsWith(".keybeam/base/"));
    expect(bases.map(([, content]) => content).sort()).toEqual(["c\n", "one\n", "stub\n"]);
    expect(Object.keys(contentsOf(folder)).filter((path) => /\.keybeam\/(tx|lock)/.test(path))).toEqual([]);
  });

  it("changes nothing the second time, not even a time", () => {
    const folder = written(one);
    const before = contentsOf(folder);
    const paths = Object.keys(before);
    for (const path of paths) utimesSync(join(folder, path), 1, 1);
    expect(new Set(Object.values(run(folder, one)))).toEqual(new Set(["same", "keep"]));
    expect(contentsOf(folder)).toEqual(before);
    expect(paths.filter((path) => statSync(join(folder, path)).mtimeMs !== 1000)).toEqual([]);
  });

  it("replaces what nobody edited, and drops the base that was", () => {
    const folder = written(one);
    expect(run(folder, two)).toEqual({ "a.ts": "replace", "b/c.ts": "same", "seeded/s.ts": "keep" });
    expect(projectFiles(folder)["a.ts"]).toBe("two\n");
    expect(projectFiles(folder)["seeded/s.ts"]).toBe("stub\n");
    const kept = Object.entries(contentsOf(folder)).filter(([path]) => !path.startsWith(".keybeam/undo/"));
    expect(kept.map(([, content]) => content)).not.toContain("one\n");
  });

  it("leaves an edited file alone as a conflict, with the new rendering beside it, until that is deleted", () => {
    const folder = written(one);
    save(folder, "a.ts", "mine\n");
    expect(run(folder, one)["a.ts"]).toBe("keep");
    expect(run(folder, two)["a.ts"]).toBe("conflict");
    expect(run(folder, two)["a.ts"]).toBe("conflict");
    expect(projectFiles(folder)["a.ts"]).toBe("mine\n");
    expect(contentsOf(folder)[".keybeam/conflicts/a.ts"]).toBe("two\n");
    expect(Object.values(contentsOf(folder))).toContain("one\n");
    unlinkSync(join(folder, ".keybeam/conflicts/a.ts"));
    expect(run(folder, two)["a.ts"]).toBe("keep");
    expect(run(folder, two)["a.ts"]).toBe("keep");
    expect(projectFiles(folder)["a.ts"]).toBe("mine\n");
  });

  it("keeps a test that was written in the place of the rendered one, and no other file, whatever is rendered later", () => {
    const rendered = (n: number): string => `import { expect, test } from "vitest";\n\ntest("rendered ${n}", () => {\n  expect(${n}).toBe(${n});\n});\n`;
    const tree = (n: number): FileTree => treeOf({ "a.test.ts": rendered(n), "b.test.ts": rendered(n), "c.ts": rendered(n), "d.test.ts": rendered(n) });
    const mine = rendered(1).replace("rendered 1", "mine").replace("expect(1).toBe(1)", "expect(0).toBe(0)");
    const folder = written(tree(1));
    save(folder, "a.test.ts", mine);
    save(folder, "b.test.ts", rendered(1).replace("rendered 1", "mine"));
    save(folder, "c.ts", mine);
    save(folder, "d.test.ts", "");
    for (const n of [2, 3]) expect(run(folder, tree(n))).toEqual({ "a.test.ts": "keep", "b.test.ts": "conflict", "c.ts": "conflict", "d.test.ts": "keep" });
    expect(projectFiles(folder)).toMatchObject({ "a.test.ts": mine, "d.test.ts": "" });
    expect(Object.keys(contentsOf(folder)).filter((path) => path.includes("conflicts"))).toEqual([".keybeam/conflicts/b.test.ts", ".keybeam/conflicts/c.ts"]);
  });

  it("ends a conflict where the user took the new rendering", () => {
    const folder = written(one);
    save(folder, "a.ts", "mine\n");
    run(folder, two);
    save(folder, "a.ts", "two\n");
    expect(run(folder, two)["a.ts"]).toBe("same");
    expect(Object.keys(contentsOf(folder)).filter((path) => path.includes("conflicts"))).toEqual([]);
  });

  it("takes other line ends for no edit, and keeps them", () => {
    const folder = written(one);
    save(folder, "a.ts", "one\r\n");
    expect(run(folder, one)["a.ts"]).toBe("same");
    expect(run(folder, two)["a.ts"]).toBe("replace");
    expect(projectFiles(folder)["a.ts"]).toBe("two\r\n");
  });

  it("does not bring back what the user deleted", () => {
    const folder = written(one);
    unlinkSync(join(folder, "a.ts"));
    rmSync(join(folder, "seeded"), { recursive: true });
    expect(run(folder, two)).toEqual({ "a.ts": "deleted", "b/c.ts": "same", "seeded/s.ts": "deleted" });
    expect(run(folder, two)["a.ts"]).toBe("deleted");
    expect(Object.keys(projectFiles(folder))).toEqual(["b/c.ts"]);
  });

  it("removes what left the spec with its empty folder, but nothing that was edited", () => {
    const folder = written(treeOf({ "a.ts": "a\n", "b/c.ts": "c\n", "d.ts": "d\n", "seeded/s.ts": "s\n", "seeded/t.ts": "t\n" }));
    save(folder, "d.ts", "mine\n");
    save(folder, "seeded/t.ts", "mine too\n");
    expect(run(folder, treeOf({ "a.ts": "a\n" }))).toEqual({
      "a.ts": "same", "b/c.ts": "remove", "d.ts": "conflict", "seeded/s.ts": "remove", "seeded/t.ts": "keep",
    });
    expect(projectFiles(folder)).toEqual({ "a.ts": "a\n", "d.ts": "mine\n", "seeded/t.ts": "mine too\n" });
    expect(run(folder, treeOf({ "a.ts": "a\n" }))).toEqual({ "a.ts": "same" });
  });

  it("keeps a mode that the user changed, and sets one that the rendering changed", () => {
    const folder = written(one);
    chmodSync(join(folder, "a.ts"), 0o600);
    run(folder, two);
    expect(statSync(join(folder, "a.ts")).mode & 0o777).toBe(0o600);
    run(folder, two.map((file) => (file.path === "a.ts" ? { ...file, executable: true } : file)));
    expect(statSync(join(folder, "a.ts")).mode & 0o777).toBe(0o755);
  });

  it("says which seeded operations are as rendered", () => {
    const tree = [{ path: "seeded/s.ts", content: "stub\n", ownership: "seeded" as const, unwritten: "orders.quote" }];
    const folder = written(tree);
    expect(planProject(nodeDisk(folder), tree, options)[0]?.plan.unwritten).toEqual([{ path: "seeded/s.ts", operation: "orders.quote" }]);
    save(folder, "seeded/s.ts", "done\n");
    expect(planProject(nodeDisk(folder), tree, options)[0]?.plan.unwritten).toEqual([]);
  });

  describe("of what is written by hand", () => {
    const asking = (...asks: readonly string[]): FileTree => [{ path: "seeded/s.ts", content: "stub\n", ownership: "seeded", unwritten: "orders.quote", fits: { operation: "orders.quote", asks } }];
    const unwritten = (folder: string, tree: FileTree): unknown => planProject(nodeDisk(folder), tree, options)[0]?.plan.unwritten;
    const pending = (folder: string, tree: FileTree): unknown => planProject(nodeDisk(folder), tree, options)[0]?.pending;
    const named = [{ path: "seeded/s.ts", operation: "orders.quote", outdated: true }];
    const [before, now] = [asking("takes a"), asking("takes a", "takes b")];
    /** A run that has something else to write looks at it too. */
    const seenAsWritten = (): string => {
      const folder = written(before);
      save(folder, "seeded/s.ts", "done with a\n");
      expect(pending(folder, before)).toBe(false);
      run(folder, [...treeOf({ "a.ts": "a\n" }), ...before]);
      return folder;
    };

    it("names what the spec asks something else of, until it is adapted", () => {
      expect(unwritten(written(before), now)).toEqual([{ path: "seeded/s.ts", operation: "orders.quote" }]);
      const folder = seenAsWritten();
      expect(unwritten(folder, before)).toEqual([]);
      expect(unwritten(folder, now)).toEqual(named);
      run(folder, now);
      expect(projectFiles(folder)["seeded/s.ts"]).toBe("done with a\n");
      expect([unwritten(folder, now), pending(folder, now)]).toEqual([named, false]);
      expect(unwritten(folder, asking("takes c"))).toEqual(named);
      save(folder, "seeded/s.ts", "done with a and b\n");
      expect([unwritten(folder, now), pending(folder, now)]).toEqual([[], false]);
      expect(unwritten(folder, asking("takes b"))).toEqual(named);
    });

    it("takes what changed since the last run for adapted, once it has named it", () => {
      const folder = seenAsWritten();
      save(folder, "seeded/s.ts", "done with a and b\n");
      expect(unwritten(folder, now)).toEqual(named);
      run(folder, now);
      expect([unwritten(folder, now), pending(folder, now)]).toEqual([[], false]);
      expect(unwritten(folder, before)).toEqual(named);
    });

    it("names nothing that the spec asks again what it was written for", () => {
      const folder = seenAsWritten();
      run(folder, now);
      run(folder, asking("takes c"));
      expect(unwritten(folder, before)).toEqual([]);
      run(folder, before);
      expect([unwritten(folder, before), unwritten(folder, now)]).toEqual([[], named]);
    });

    it("names nothing where the spec says the same in another order", () => {
      const folder = written(now);
      save(folder, "seeded/s.ts", "done\n");
      expect([unwritten(folder, asking("takes b", "takes a")), pending(folder, asking("takes b", "takes a"))]).toEqual([[], false]);
    });
  });

  it("renders a stub anew as long as nobody has written in it", () => {
    const stub = (content: string): FileTree => [{ path: "seeded/s.ts", content, ownership: "seeded", unwritten: "orders.quote" }];
    const folder = written(stub("stub of nothing\n"));
    expect(run(folder, stub("stub of a total\n"))).toEqual({ "seeded/s.ts": "replace" });
    expect(projectFiles(folder)["seeded/s.ts"]).toBe("stub of a total\n");
    save(folder, "seeded/s.ts", "mine\n");
    expect(run(folder, stub("stub of two totals\n"))).toEqual({ "seeded/s.ts": "keep" });
    expect(projectFiles(folder)["seeded/s.ts"]).toBe("mine\n");
  });

  it("gives files that come with a project to the user, and knows the rendered ones by their rendering", () => {
    const folder = temporaryFolder();
    const given = ["seeded/s.ts", "architecture.yaml"].map((path) => ({ path, content: "by hand\n", ownership: "seeded" as const }));
    const [first] = writeProject(nodeDisk(folder), [{ path: "seeded/s.ts", content: "stub\n", ownership: "seeded", unwritten: "a.b" }], { ...options, given });
    expect(first?.plan.unwritten).toEqual([]);
    expect(projectFiles(folder)).toEqual({ "architecture.yaml": "by hand\n", "seeded/s.ts": "by hand\n" });
    expect(run(folder, one)["seeded/s.ts"]).toBe("keep");
    expect(contentsOf(folder)[".keybeam/manifest.json"]).not.toContain("architecture.yaml");
  });
});

describe("what stands in the way", () => {
  const untouched = (folder: string, tree: FileTree, expected: readonly string[]): void => {
    const before = contentsOf(folder);
    expect(refusals(folder, tree)).toEqual(expected);
    expect(contentsOf(folder)).toEqual({ ...before });
  };

  it("is a file of the user's at a path that the spec wants; the same bytes are taken over", () => {
    const folder = temporaryFolder();
    save(folder, "a.ts", "mine\n");
    save(folder, "b/c.ts", "c\n");
    untouched(folder, one, ["foreign-file a.ts"]);
    save(folder, "a.ts", "one\n");
    expect(run(folder, one)).toEqual({ "a.ts": "same", "b/c.ts": "same", "seeded/s.ts": "create" });
  });

  it("is a link inside the project, to a folder, to a file, or to nothing", () => {
    const outside = temporaryFolder();
    save(outside, "file.ts", "not yours\n");
    for (const link of [outside, join(outside, "file.ts"), join(outside, "nothing")]) {
      const folder = temporaryFolder();
      symlinkSync(link, join(folder, "b"));
      untouched(folder, one, ["path-kind b"]);
    }
    expect(contentsOf(outside)).toEqual({ "file.ts": "not yours\n" });
  });

  it("is a folder for a file, a file for a folder, and a pipe", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "a.ts"));
    save(folder, "b", "a file\n");
    execFileSync("mkfifo", [join(folder, "seeded")]);
    untouched(folder, one, ["path-kind a.ts", "path-kind b", "path-kind seeded"]);
  });

  it("is a link in place of keybeam's own folder", () => {
    const folder = temporaryFolder();
    symlinkSync(temporaryFolder(), join(folder, ".keybeam"));
    untouched(folder, one, ["path-kind .keybeam"]);
  });

  it("is a link in place of the folder where conflicts lie", () => {
    const outside = temporaryFolder();
    const folder = written(one);
    save(folder, "a.ts", "mine\n");
    symlinkSync(outside, join(folder, ".keybeam/conflicts"));
    untouched(folder, two, ["path-kind .keybeam/conflicts"]);
    expect(contentsOf(outside)).toEqual({});
  });

  it("is a path that leads outside, or into git's folder", () => {
    const folder = temporaryFolder();
    const paths = ["../x", "/etc/x", "a/../../x", ".git/hooks/post-checkout", "a\\b", "C:x", "a./b", ""];
    const tree = paths.map((path) => ({ path, content: "x", ownership: "merged" as const }));
    expect([...refusals(folder, tree)].sort()).toEqual(paths.map((path) => `unwritable-path ${path}`).sort());
    expect(contentsOf(folder)).toEqual({});
  });

  it("is a project of more than 20,000 files", () => {
    const folder = temporaryFolder();
    const tree = Array.from({ length: 20_001 }, (_, n) => ({ path: `${n}.ts`, content: "", ownership: "merged" as const }));
    expect(writeProject(nodeDisk(folder), tree, options)[1].map(({ message }) => message)).toEqual(["This makes 20001 files, and 20000 is the limit."]);
    expect(contentsOf(folder)).toEqual({});
  });

  it("is a manifest that cannot be read", () => {
    const folder = written(one);
    for (const text of ["", "{", '{"version":9,"files":{}}', '{"version":1,"files":{"../x":{}}}']) {
      save(folder, ".keybeam/manifest.json", text);
      untouched(folder, two, ["broken-manifest .keybeam/manifest.json"]);
    }
  });

  it("is not a second name of a file outside: it keeps its bytes", () => {
    const folder = written(one);
    const other = join(temporaryFolder(), "other.ts");
    linkSync(join(folder, "a.ts"), other);
    run(folder, two);
    expect(contentsOf(join(other, ".."))).toEqual({ "other.ts": "one\n" });
  });
});
