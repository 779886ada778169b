import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageVersion } from "../../src/commands/package.ts";
import { byVersion } from "../../src/workspace/index.ts";
import { contentsOf, projectFiles, save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");
const own = packageVersion();
const path = "src/platform/config.ts";
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A project as keybeam 0.0.9 had made it, whose template of one file lacked its last line and whose package.json named that version. */
async function older(): Promise<string> {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  await keybeam(folder, ["generate"]);
  const dependency = /"keybeam": "([^"]*)"/.exec(readFileSync(join(folder, "package.json"), "utf8"))?.[1] ?? "";
  const edits = { [path]: (text: string) => `// Of old.\n${text}`, "package.json": (text: string) => text.replace(`"keybeam": "${dependency}"`, '"keybeam": "0.0.9"') };
  for (const [name, edit] of Object.entries(edits)) {
    const now = readFileSync(join(folder, name), "utf8");
    const was = edit(now);
    expect(was).not.toBe(now);
    const manifest = join(folder, ".keybeam/manifest.json");
    save(folder, name, was);
    save(folder, `.keybeam/base/${hashOf(was)}`, was);
    rmSync(join(folder, `.keybeam/base/${hashOf(now)}`));
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace(hashOf(now), hashOf(was)).replaceAll(`"keybeam":"${own}"`, '"keybeam":"0.0.9"'));
  }
  save(folder, ".keybeam/version", "0.0.9\n");
  return folder;
}

it("says what an upgrade brings, and brings it by the same merge, and once", async () => {
  const folder = await older();
  save(folder, path, `${readFileSync(join(folder, path), "utf8")}\nexport const mine = 1;\n`);
  const before = projectFiles(folder);
  const shown = await keybeam(folder, ["upgrade"]);
  expect(shown).toMatchObject({ code: 1, stdout: expect.stringContaining(`From keybeam 0.0.9 to ${own}. As rendered now: 0 new, 1 replaced, 1 merged with your edits, 0 gone, 0 in conflict.\nNothing was written.`) });
  expect(shown.stdout).toContain(`& ${path}\n`);
  expect(projectFiles(folder)).toEqual(before);
  expect((await keybeam(folder, ["upgrade", "--yes"])).code).toBe(0);
  const text = readFileSync(join(folder, path), "utf8");
  expect([text.startsWith("// Of old."), text.endsWith("\nexport const mine = 1;\n")]).toEqual([false, true]);
  expect(readFileSync(join(folder, "package.json"), "utf8")).toContain(`"keybeam": "${own}"`);
  expect(readFileSync(join(folder, ".keybeam/version"), "utf8")).toBe(`${own}\n`);
  expect((await keybeam(folder, ["plan"])).code).toBe(0);
  expect(await keybeam(folder, ["upgrade"])).toMatchObject({ code: 0, stdout: expect.stringContaining(`The project is of keybeam ${own} already.`) });
  expect((await keybeam(folder, ["undo"])).code).toBe(0);
  expect(projectFiles(folder)).toEqual(before);
});

it("notes the version where the templates are the same, which no other command does", async () => {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  await keybeam(folder, ["generate"]);
  save(folder, ".keybeam/version", "0.0.9\n");
  expect((await keybeam(folder, ["plan"])).code).toBe(0);
  await keybeam(folder, ["generate"]);
  expect(readFileSync(join(folder, ".keybeam/version"), "utf8")).toBe("0.0.9\n");
  expect((await keybeam(folder, ["upgrade"])).code).toBe(1);
  expect((await keybeam(folder, ["upgrade", "--yes"])).code).toBe(0);
  expect(readFileSync(join(folder, ".keybeam/version"), "utf8")).toBe(`${own}\n`);
});

it("goes forward alone, and the other commands say so where a newer keybeam wrote", async () => {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  expect(await keybeam(folder, ["upgrade"])).toMatchObject({ code: 2, stderr: expect.stringContaining("No keybeam has made a project here yet.") });
  await keybeam(folder, ["generate"]);
  save(folder, ".keybeam/version", "99.0.0\n");
  const before = contentsOf(folder);
  expect(await keybeam(folder, ["upgrade", "--yes"])).toMatchObject({ code: 2, stderr: expect.stringContaining("that would be no upgrade") });
  for (const command of ["plan", "generate"]) expect(await keybeam(folder, [command])).toMatchObject({ code: 0, stderr: expect.stringContaining("warning older-keybeam .keybeam/version:1:1 keybeam 99.0.0 wrote this project") });
  expect(contentsOf(folder)).toEqual(before);
});

it("orders versions as semver does", () => {
  const sorted = ["0.0.9", "0.1.0-alpha", "0.1.0-rc.1", "0.1.0", "0.1.1", "0.9.0", "0.10.0", "2.0.0"];
  expect([...sorted].reverse().sort(byVersion)).toEqual(sorted);
  expect(byVersion("1.0.0", "1.0.0+build")).toBe(0);
});
