import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { contentsOf as allContents, save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");
const path = "package.json";

/** All but what is kept of the last run, to take it back. */
const contentsOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(allContents(folder)).filter(([name]) => !name.startsWith(".keybeam/undo/")));

async function generated(): Promise<string> {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  await keybeam(folder, ["generate"]);
  return folder;
}

it("says how a deleted file comes back, and brings it back", async () => {
  const folder = await generated();
  const before = contentsOf(folder);
  rmSync(join(folder, path));
  expect((await keybeam(folder, ["generate"])).stdout).toContain(`x ${path}  you deleted it; keybeam generate --restore ${path} writes it again`);
  const { code, stdout } = await keybeam(folder, ["generate", "--restore", path]);
  expect({ code, created: stdout.includes(`+ ${path}`) }).toEqual({ code: 0, created: true });
  expect(contentsOf(folder)).toEqual(before);
});

it("restores nothing that is there, or that nobody asks for", async () => {
  const folder = await generated();
  const before = contentsOf(folder);
  expect(await keybeam(folder, ["generate", "--restore", path])).toMatchObject({ code: 2, stderr: expect.stringContaining("--restore: package.json is there") });
  expect(await keybeam(folder, ["generate", "--restore", "pack.json"])).toMatchObject({ code: 2, stderr: expect.stringContaining("no file that this spec asks for") });
  expect(contentsOf(folder)).toEqual(before);
});

it("says after a conflict that what was left out stays out", async () => {
  const folder = await generated();
  writeFileSync(join(folder, path), "{}\n");
  save(folder, "architecture.yaml", notes.replace(/^name: .*$/m, "name: diary"));
  expect((await keybeam(folder, ["generate"])).code).toBe(1);
  rmSync(join(folder, ".keybeam/conflicts", path));
  for (const round of [1, 2]) {
    const { code, stdout } = await keybeam(folder, ["generate"]);
    expect({ round, code }).toEqual({ round, code: 0 });
    expect(stdout).toMatch(/= package\.json {2}.*what you left out of it stays out/);
  }
});
