import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { check, listFiles, openCache, openMeaningCache } from "../../src/check/index.ts";
import { architectureOf, inShort } from "./project.ts";

const architecture = architectureOf(`
keybeam: 1
name: plain
layers:
  high: { paths: ["src/high/**"], uses: [low] }
  low: { paths: ["src/low/**"] }
`);
const CACHE = ".keybeam/cache/facts.json";

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const root = mkdtempSync(join(tmpdir(), "keybeam-cache-"));
  made.push(root);
  return root;
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function projectFolder(): string {
  const root = newFolder();
  write(root, "src/high/a.ts", "// keybeam-ignore layer-uses: none here\nimport '../low/b.ts'; void import(name);");
  write(root, "src/low/b.ts", "export {};\n");
  return root;
}

/** One run as the command makes it, with the code files that it read. */
async function run(root: string) {
  const read: string[] = [];
  const project = listFiles(root);
  const { cache, save } = openCache(root);
  const { cache: meanings, save: saveMeanings } = openMeaningCache(root);
  const watching =
    <Text>(reader: (path: string) => Text) =>
    (path: string): Text => {
      read.push(path);
      return reader(path);
    };
  const { readBytes } = project;
  const watched = { ...project, read: watching(project.read), ...(readBytes ? { readBytes: watching(readBytes) } : {}) };
  const checked = await check(architecture, watched, { cache, meanings });
  save();
  saveMeanings();
  return {
    found: inShort(checked),
    summary: checked.summary,
    diagnostics: checked.diagnostics,
    read: [...new Set(read)],
  };
}

it("gives the same from the cache as from the files, and reads only what has findings or changed", async () => {
  const root = projectFolder();
  const cold = await run(root);
  expect(cold.read).toEqual(["src/high/a.ts", "src/low/b.ts"]);
  expect(cold.found).toEqual(["unused-ignore src/high/a.ts:1", "dynamic-import src/high/a.ts:2"]);
  const warm = await run(root);
  expect(warm).toEqual({ ...cold, read: ["src/high/a.ts"] });
  write(root, "src/low/b.ts", 'import "../high/a.ts";');
  const changed = await run(root);
  expect(changed.read).toContain("src/low/b.ts");
  expect(changed.found).toContain("layer-uses src/low/b.ts:1");
});

it("keeps itself out of git, and forgets files that are gone", async () => {
  const root = projectFolder();
  await run(root);
  expect(readFileSync(join(root, ".keybeam/cache/.gitignore"), "utf8")).toBe("*\n");
  rmSync(join(root, "src/low/b.ts"));
  await run(root);
  expect(readFileSync(join(root, CACHE), "utf8")).not.toContain("src/low/b.ts");
});

it("lies where other tools keep theirs where there is a node_modules, and nowhere outside of the project", async () => {
  const root = projectFolder();
  mkdirSync(join(root, "node_modules"));
  await run(root);
  expect(existsSync(join(root, "node_modules/.cache/keybeam/facts.json"))).toBe(true);
  const [linked, outside] = [projectFolder(), newFolder()];
  symlinkSync(outside, join(linked, ".keybeam"));
  await run(linked);
  expect(readdirSync(outside)).toEqual([]);
});

it("does not believe a cache that came with the code, nor one that is damaged", async () => {
  const root = projectFolder();
  write(root, "src/low/b.ts", 'import "../high/a.ts";');
  const honest = await run(root);
  const written = readFileSync(join(root, CACHE), "utf8");
  const forged = written.replace(/"\.\.\/high\/a\.ts"/, '"../low/b.ts"');
  const copy = newFolder();
  cpSync(root, copy, { recursive: true, preserveTimestamps: true });
  write(copy, CACHE, forged);
  expect(forged).not.toBe(written);
  expect((await run(copy)).found).toEqual(honest.found);
  for (const text of [
    "",
    "{",
    "[]",
    '{"program":1}',
    written.replaceAll("[0,", "[99,"),
    written.replaceAll(",[", ",[null,"),
  ]) {
    write(root, CACHE, text);
    expect((await run(root)).found, text.slice(0, 40)).toEqual(honest.found);
  }
});
