import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { contentsOf, save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");
const path = "package.json";

/** A project of which somebody changed the name in package.json, in a spec that is about to change it too. */
async function inConflict(): Promise<string> {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  await keybeam(folder, ["generate"]);
  const text = readFileSync(join(folder, path), "utf8");
  save(folder, path, text.replace('"name": "notes"', '"name": "mine"'));
  save(folder, "architecture.yaml", notes.replace(/^name: .*$/m, "name: diary"));
  return folder;
}

const read = (folder: string): string => readFileSync(join(folder, path), "utf8");

it("lie in the file with both texts and the one before, once, and undo takes them out", async () => {
  const folder = await inConflict();
  const before = read(folder);
  expect((await keybeam(folder, ["plan"])).stderr).toContain(`error conflict ${path}:${before.split("\n").findIndex((line) => line.includes('"mine"')) + 1}:1 `);
  const { code, stdout, stderr } = await keybeam(folder, ["generate", "--markers"]);
  expect({ code, said: (stdout + stderr).includes("both changed") || (stdout + stderr).includes("between markers") }).toEqual({ code: 1, said: true });
  expect(read(folder)).toMatch(/<<<<<<< yours\n.*"mine".*\n\|\|\|\|\|\|\| last rendered\n.*"notes".*\n=======\n.*"diary".*\n>>>>>>> rendered now\n/s);
  expect(Object.keys(contentsOf(folder)).filter((name) => name.includes("conflicts/package.json"))).toEqual([]);
  const marked = read(folder);
  expect(stderr).toContain(`error conflict ${path}:${marked.split("\n").indexOf("<<<<<<< yours") + 1}:1 `);
  for (const args of [["plan"], ["generate", "--markers"], ["generate"]]) {
    expect(await keybeam(folder, args), args.join(" ")).toMatchObject({ code: 1, stderr: expect.stringContaining("Leave what you want between the markers") });
  }
  expect(read(folder)).toBe(marked);
  save(folder, path, before.replace('"mine"', '"settled"'));
  expect((await keybeam(folder, ["generate"])).code).toBe(0);
  expect(read(folder)).toContain('"settled"');
});

it("is taken back by undo", async () => {
  const folder = await inConflict();
  const before = read(folder);
  await keybeam(folder, ["generate", "--markers"]);
  expect((await keybeam(folder, ["undo"])).code).toBe(0);
  expect(read(folder)).toBe(before);
});

it("are stages of git's index in a work tree, below its top too, for files that git knows", async () => {
  const folder = await inConflict();
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: folder, encoding: "utf8" });
  git("init", "-q");
  git("add", path);
  git("commit", "-q", "-m", "one");
  const ours = read(folder);
  await keybeam(folder, ["generate", "--markers"]);
  expect(git("status", "--short", "--", path)).toBe(`UU ${path}\n`);
  expect(git("show", `:2:${path}`)).toBe(ours);
  expect([1, 3].map((stage) => /"name": "(\w+)"/.exec(git("show", `:${stage}:${path}`))?.[1])).toEqual(["notes", "diary"]);
});
