import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { contentsOf, projectFiles, save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");
const diary = notes.replace(/^name: .*$/m, "name: diary");
const offer = ".keybeam/conflicts/package.json";

/** A project whose package.json is in conflict: somebody changed the name in it, and so did the spec. */
async function inConflict(): Promise<string> {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  await keybeam(folder, ["generate"]);
  save(folder, "package.json", readFileSync(join(folder, "package.json"), "utf8").replace('"name": "notes"', '"name": "mine"'));
  save(folder, "architecture.yaml", diary);
  return folder;
}

const conflictsIn = (json: string): readonly string[] =>
  JSON.parse(json).diagnostics.flatMap((one: { readonly rule: string; readonly message: string }) => (one.rule === "conflict" ? [one.message] : []));

it("is named by check, diff, plan and generate while another text waits, in JSON too, once each", async () => {
  const folder = await inConflict();
  expect((await keybeam(folder, ["generate"])).code).toBe(1);
  for (const command of ["check", "diff", "plan", "generate"]) {
    const { stdout } = await keybeam(folder, [command, "--format", "json"]);
    expect(conflictsIn(stdout), command).toEqual([expect.stringContaining("package.json")]);
    expect(stdout, command).toContain("Take what you need from .keybeam/conflicts/");
  }
  rmSync(join(folder, offer));
  expect((await keybeam(folder, ["generate"])).code).toBe(0);
  for (const command of ["check", "plan"]) expect(conflictsIn((await keybeam(folder, [command, "--format", "json"])).stdout), command).toEqual([]);
});

it("is named where nothing else is to be done, whoever laid it there", async () => {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  await keybeam(folder, ["generate"]);
  for (const name of ["a", "b/c", "d", "e"]) save(folder, `.keybeam/conflicts/src/${name}.ts`, "export {};\n");
  const said = ["4 conflicts lie open: src/a.ts, src/b/c.ts, src/d.ts and 1 more."];
  for (const [command, code] of [["check", 0], ["diff", 0], ["plan", 1], ["plan", 1], ["generate", 1]] as const) {
    const { code: ended, stdout } = await keybeam(folder, [command, "--format", "json"]);
    expect({ command, ended, said: conflictsIn(stdout) }).toEqual({ command, ended: code, said });
  }
});

it("leaves a file that was settled by hand alone in undo, and takes back the rest, after the next run too", async () => {
  for (const more of [false, true]) {
    const folder = await inConflict();
    const before = projectFiles(folder);
    await keybeam(folder, ["generate"]);
    save(folder, "package.json", readFileSync(join(folder, "package.json"), "utf8").replace('"mine"', '"settled"'));
    rmSync(join(folder, offer));
    const after = projectFiles(folder);
    if (more) expect((await keybeam(folder, ["generate"])).code).toBe(0);
    const undone = await keybeam(folder, ["undo"]);
    expect(undone).toMatchObject({ code: 0, stdout: expect.stringContaining("= package.json  was in conflict: it stays as you have it now") });
    expect(projectFiles(folder)).toEqual({ ...before, "package.json": after["package.json"] });
    expect((await keybeam(folder, ["undo"])).code).toBe(0);
    expect(projectFiles(folder)).toEqual(after);
    expect((await keybeam(folder, ["undo"])).code).toBe(0);
    expect(projectFiles(folder)).toEqual({ ...before, "package.json": after["package.json"] });
  }
});

it("leaves a file alone that was settled between its markers, and takes back the rest", async () => {
  const folder = await inConflict();
  const before = projectFiles(folder);
  await keybeam(folder, ["generate", "--markers"]);
  save(folder, "package.json", before["package.json"]?.replace('"mine"', '"settled"') ?? "");
  const undone = await keybeam(folder, ["undo"]);
  expect(undone).toMatchObject({ code: 0, stdout: expect.stringContaining("= package.json  was in conflict: it stays as you have it now") });
  expect(projectFiles(folder)).toEqual({ ...before, "package.json": before["package.json"]?.replace('"mine"', '"settled"') });
  expect(contentsOf(folder)[offer]).toBeUndefined();
});
