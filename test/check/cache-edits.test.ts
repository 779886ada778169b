import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { check, listFiles, openCache, openMeaningCache } from "../../src/check/index.ts";
import { architectureOf } from "./project.ts";

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

const FILES = ["src/high/a.ts", "src/high/b.ts", "src/low/c.ts", "src/low/d.ts"];
/** Of one length, so that size alone shows nothing. */
const MEANT = ["let n = 0; export const f = () => n++;", "let n = 0; export const f = () => n+1;"];
const CODE = ["../low/c.ts", "../high/a.t", "@any       ", "../low/d.ts", "./b.ts     "].flatMap((to) => MEANT.map((code) => `import "${to.trim()}"; ${code} // ${" ".repeat(to.length - to.trim().length)}\n`));
const CONFIGS = ["src/low/d.ts ", "src/high/b.ts"].map((path) => `{ "compilerOptions": { "paths": { "@any": ["./${path.trim()}"] } } }${" ".repeat(path.length - path.trim().length)}`);
const SPECS = ["[low]", "[   ]"].map((uses) => `keybeam: 1\nname: x\nlayers:\n  high: { paths: ["src/high/**"], uses: ${uses} }\n  low: { paths: ["src/low/**"] }\ncheck: { rules: { statelessness: error } }\n`);
const SPEC = "architecture.yaml";
/** As much earlier than two seconds before a run a file must have changed to be recognised; more than a tick of this system's clock. */
const TICK = 10;

type Step = (root: string) => unknown;

/** Writes as a hurried editor does: what was there before leaves no trace but the time of status change. */
function overwrite(root: string, path: string, text: string): void {
  const before = statSync(join(root, path), { throwIfNoEntry: false });
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  if (before) utimesSync(join(root, path), before.atime, before.mtime);
}

const anyFile = fc.constantFrom(...FILES);
const step: fc.Arbitrary<readonly [string, Step]> = fc.oneof(
  fc.tuple(anyFile, fc.constantFrom(...CODE)).map(([path, text]) => [`${path} = ${text}`, (root: string) => overwrite(root, path, text)] as const),
  fc.constantFrom(...CONFIGS).map((text) => [text, (root: string) => overwrite(root, "tsconfig.json", text)] as const),
  fc.constantFrom(...SPECS).map((text) => [text, (root: string) => overwrite(root, SPEC, text)] as const),
  anyFile.map((path) => [`rm ${path}`, (root: string) => rmSync(join(root, path), { force: true })] as const),
  fc.tuple(anyFile, anyFile).map(([from, to]) => [`mv ${from} ${to}`, (root: string) => move(root, from, to)] as const),
  anyFile.map((path) => [`touch ${path}`, (root: string) => touch(root, path)] as const),
  fc.constant(["wait", () => sleep(2 * TICK)] as const),
);

function move(root: string, from: string, to: string): void {
  if (statSync(join(root, from), { throwIfNoEntry: false })) renameSync(join(root, from), join(root, to));
}

function touch(root: string, path: string): void {
  if (statSync(join(root, path), { throwIfNoEntry: false })) utimesSync(join(root, path), 1, 1);
}

/** A run as the command makes it; how many files it recognised. */
async function run(root: string, cached: boolean) {
  const now = Date.now() + 2000 - TICK;
  const file = openCache(root, now);
  const keep = file.keepSpec(join(root, SPEC), SPEC);
  let architecture = cached ? file.recallSpec(join(root, SPEC), SPEC) : null;
  if (architecture === null) {
    architecture = architectureOf(readFileSync(join(root, SPEC), "utf8"));
    if (cached) keep(architecture);
  }
  const project = listFiles(root, now);
  let recalled = 0;
  const { cache } = file;
  const counting = { ...cache, recall: (...asked: Parameters<typeof cache.recall>) => counted(cache.recall(...asked)) };
  const counted = <Found>(found: Found): Found => {
    if (found !== null) recalled++;
    return found;
  };
  const meant = openMeaningCache(root);
  const { diagnostics, summary } = await check(architecture, project, cached ? { cache: counting, meanings: meant.cache } : {});
  if (cached) for (const one of [file, meant]) one.save();
  return { result: { diagnostics, summary }, recalled };
}

it("gives from the cache what a run without one gives, whatever happened to the files", async () => {
  let recalled = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { minLength: 2, maxLength: 8 }), async (steps) => {
      const root = mkdtempSync(join(tmpdir(), "keybeam-edits-"));
      made.push(root);
      overwrite(root, SPEC, SPECS[0] ?? "");
      overwrite(root, "tsconfig.json", CONFIGS[0] ?? "");
      for (const [index, path] of FILES.entries()) overwrite(root, path, CODE[index] ?? "");
      await sleep(2 * TICK);
      await run(root, true);
      for (const [[, act], isOld] of steps) {
        await act(root);
        // What has only just changed is never recalled, so that half of the changes are to be old when they are met.
        if (isOld) await sleep(2 * TICK);
        const warm = await run(root, true);
        recalled += warm.recalled;
        expect(warm.result).toEqual((await run(root, false)).result);
      }
    }),
    { numRuns: 20 },
  );
  expect(recalled).toBeGreaterThan(80);
});
