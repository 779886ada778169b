import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
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
const CACHE = ".keybeam/cache/facts";
/** All that these tests write is as good as old. */
const SOON = 60_000;

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
  const project = listFiles(root, Date.now() + SOON);
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
  expect(readFileSync(join(root, CACHE), "latin1")).not.toContain("src/low/b.ts");
});

it("lies where other tools keep theirs where there is a node_modules, and nowhere outside of the project", async () => {
  const root = projectFolder();
  mkdirSync(join(root, "node_modules"));
  await run(root);
  expect(existsSync(join(root, "node_modules/.cache/keybeam/facts"))).toBe(true);
  const [linked, outside] = [projectFolder(), newFolder()];
  symlinkSync(outside, join(linked, ".keybeam"));
  await run(linked);
  expect(readdirSync(outside)).toEqual([]);
});

it("does not believe a cache that came with the code, though size and time of the file are as they were", async () => {
  const root = projectFolder();
  write(root, "src/low/b.ts", 'import "../low//b.ts";');
  utimesSync(join(root, "src/low/b.ts"), 1000, 1000);
  const { found } = await run(root);
  const copy = newFolder();
  cpSync(root, copy, { recursive: true, preserveTimestamps: true });
  write(copy, "src/low/b.ts", 'import "../high/a.ts";');
  utimesSync(join(copy, "src/low/b.ts"), 1000, 1000);
  expect(found).not.toContain("layer-uses src/low/b.ts:1");
  expect((await run(copy)).found).toContain("layer-uses src/low/b.ts:1");
});

it("does not believe a cache that is damaged", async () => {
  const root = projectFolder();
  const honest = await run(root);
  const written = readFileSync(join(root, CACHE));
  const flipped = Array.from({ length: 40 }, (_, step) => {
    const at = Math.floor((step * written.length) / 40);
    return Buffer.concat([written.subarray(0, at), Buffer.from([(written[at] ?? 0) ^ 1]), written.subarray(at + 1)]);
  });
  for (const bytes of ["", "{", "[]", written.subarray(0, written.length - 8), Buffer.concat([written, written]), ...flipped]) {
    writeFileSync(join(root, CACHE), bytes);
    const { found, read } = await run(root);
    expect(found).toEqual(honest.found);
    expect(read).toContain("src/low/b.ts");
  }
});

it("reads a file again that has only just changed, for another change might not show", async () => {
  const root = projectFolder();
  const project = listFiles(root);
  expect(project.stat?.("src/low/b.ts")).toBeNull();
  expect(listFiles(root, Date.now() + SOON).stat?.("src/low/b.ts")).toMatchObject({ size: 11 });
});
