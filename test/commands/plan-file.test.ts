import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { contentsOf, save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");
const changed = notes.replace("pinned: bool = false", "pinned: bool = false, colour: string");
const model = "src/services/notes/domain/note.ts";

/** A generated project whose spec changed since, with the plan that follows written down. */
async function planned(): Promise<string> {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  await keybeam(folder, ["generate"]);
  save(folder, "architecture.yaml", changed);
  expect(await keybeam(folder, ["plan", "--out", "plans/a.json"])).toMatchObject({ code: 1, stdout: expect.stringContaining("keybeam generate plans/a.json does exactly this, or nothing.\n") });
  return folder;
}

/** What generating by the plan says, where it must refuse and write nothing. */
async function refusal(folder: string): Promise<string> {
  const before = contentsOf(folder);
  const { code, stderr } = await keybeam(folder, ["generate", "plans/a.json"]);
  expect(code).toBe(2);
  expect(contentsOf(folder)).toEqual(before);
  return [...stderr.matchAll(/^error (.*)$/gm)].map(([, text]) => text).join("\n");
}

it("is carried out as it was written down, and only once", async () => {
  const folder = await planned();
  const other = temporaryFolder();
  save(other, "architecture.yaml", notes);
  await keybeam(other, ["generate"]);
  save(other, "architecture.yaml", changed);
  await keybeam(other, ["generate"]);
  expect((await keybeam(folder, ["generate", "plans/a.json"])).code).toBe(0);
  const { "plans/a.json": _, ...files } = contentsOf(folder);
  expect(files).toEqual(contentsOf(other));
  expect(await refusal(folder)).toBe("moved-input This plan was carried out already: all that it writes is there. Nothing was written.");
  writeFileSync(join(folder, model), "// Mine.\n");
  const faults = (await refusal(folder)).split("\n");
  expect(faults).toHaveLength(3);
  expect(faults[2]).toMatch(/So it is with \d+ more\.$/);
});

it("is refused where the spec, a file or the last run moved, and says which", async () => {
  const folder = await planned();
  writeFileSync(join(folder, "architecture.yaml"), `${changed}# A word.\n`);
  expect(await refusal(folder)).toBe("moved-input architecture.yaml:1:1 architecture.yaml is another than when the plan was made; nothing was written.");
  writeFileSync(join(folder, "architecture.yaml"), changed);
  const text = readFileSync(join(folder, model), "utf8");
  writeFileSync(join(folder, model), `${text}// Mine.\n`);
  expect(await refusal(folder)).toMatch(/^moved-input src\S+note\.ts:1:1 .* is another than when the plan was made/);
  rmSync(join(folder, model));
  expect(await refusal(folder)).toContain(model);
  writeFileSync(join(folder, model), text);
  const manifest = join(folder, ".keybeam/manifest.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"version"', ' "version"'));
  expect(await refusal(folder)).toContain("moved-input .keybeam/manifest.json");
});

it("is refused where this keybeam is another one, or would do otherwise", async () => {
  const folder = await planned();
  const path = join(folder, "plans/a.json");
  const plan = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...plan, keybeam: "0.0.1" }));
  expect(await refusal(folder)).toContain("The plan was made by keybeam 0.0.1");
  writeFileSync(path, JSON.stringify({ ...plan, steps: { ...plan.steps, [model]: null } }));
  expect(await refusal(folder)).toBe(`moved-input ${model}:1:1 The plan says otherwise of ${model} than this run would do; nothing was written.`);
});

it("is refused where it is malformed, or where flags ask for more", async () => {
  const folder = await planned();
  expect(await keybeam(folder, ["generate", "plans/a.json", "--markers"])).toMatchObject({ code: 2, stderr: expect.stringContaining("carried out as it is") });
  const path = join(folder, "plans/a.json");
  for (const text of ['{"keybeamPlan":2}', '{"keybeamPlan":1}', '{"keybeamPlan":1,"keybeam":"1","spec":"architecture.yaml","contract":null,"inputs":{"a":"b"},"steps":{}}']) {
    writeFileSync(path, text);
    expect(await refusal(folder)).toContain("is no plan that can be carried out");
  }
  expect((await keybeam(folder, ["plan", "--out", "architecture.yaml/x"])).code).toBe(2);
});

it("takes out of the database what it was made to, and only once", async () => {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  await keybeam(folder, ["generate"]);
  save(folder, "architecture.yaml", notes.replace(" body: optional(text),", ""));
  await keybeam(folder, ["generate"]);
  expect((await keybeam(folder, ["plan", "--contract", "notes.Note.body", "--out", "plans/a.json"])).code).toBe(1);
  expect((await keybeam(folder, ["generate", "plans/a.json"])).code).toBe(0);
  expect(readFileSync(join(folder, "src/services/notes/data/migrations/0002-drop-note-body.ts"), "utf8")).toContain("drop column");
  expect(await refusal(folder)).toContain("This plan was carried out already");
  expect(await keybeam(folder, ["plan"])).toMatchObject({ code: 0, stdout: expect.not.stringContaining("Left in the database") });
});
