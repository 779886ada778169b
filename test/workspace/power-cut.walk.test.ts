import { describe, expect, it } from "vitest";
import { writeProject } from "../../src/workspace/index.ts";
import type { FileTree } from "../../src/model/file-tree.ts";
import { type Content, PowerCut, powerCutDisk } from "./power-cut-disk.ts";
import { treeOf } from "./project.ts";

const options = { keybeam: "1.0.0", spec: "{}\n" };
const before = treeOf({ "README.md": "readme one\n", "src/a.txt": "a one\n", "src/edited.txt": "edited one\n", "gone/deep/old.ts": "old\n", "seeded/mine.ts": "stub\n" });
const after = treeOf({ "README.md": "readme two\n", "src/a.txt": "a two\n", "src/edited.txt": "edited two\n", "new/deep/b.ts": "b\n", "seeded/mine.ts": "stub two\n" });
const users: Readonly<Record<string, string>> = { "src/edited.txt": "edited by hand\n", "seeded/mine.ts": "written by hand\n", "src/own.ts": "nobody's but mine\n" };

const textOf = (content: Content, path: string): string | undefined => content.get(path)?.content.toString();

/** A project that was rendered and then edited, all of it on the device. */
function prepared(): Content {
  const empty = powerCutDisk(new Map());
  expect(writeProject(empty.disk, before, options)[1]).toEqual([]);
  const edited = new Map(empty.afterwards(() => true));
  for (const [path, text] of Object.entries(users)) edited.set(path, { content: Buffer.from(text), mode: 0o644 });
  return edited;
}

/** The locks of a process that died with the machine: no other names its start. */
const unlocked = (content: Content): Content => new Map([...content].filter(([path]) => !path.startsWith(".keybeam/lock")));

function files(content: Content): Readonly<Record<string, string>> {
  return Object.fromEntries([...unlocked(content)].flatMap(([path, file]) => (file === null ? [] : [[path, file.content.toString()] as const])).sort());
}

/** What was lost or torn: a file of the user's that is another, or one that is neither old nor new. */
function damage(content: Content): readonly string[] {
  const versions = (path: string): readonly (string | undefined)[] => [before, after].map((tree: FileTree) => tree.find((file) => file.path === path)?.content);
  const generated = [...new Set([...before, ...after].map(({ path }) => path))].filter((path) => users[path] === undefined);
  return [
    ...Object.entries(users).filter(([path, text]) => textOf(content, path) !== text).map(([path]) => path),
    ...generated.filter((path) => !versions(path).includes(textOf(content, path))),
  ];
}

/** Ways in which names that nobody waited for may be there or not, the extremes first. */
const selections: readonly (readonly [string, (index: number, all: number) => boolean])[] = [
  ["none", () => false],
  ["all", () => true],
  ["the first half", (index, all) => index < all / 2],
  ["the last half", (index, all) => index >= all / 2],
  ["the last", (index, all) => index === all - 1],
  ["every other", (index) => index % 2 === 0],
  ["every other but the first", (index) => index % 2 === 1],
  ...[1, 2, 3, 4, 5, 6, 7].map((seed) => [`selection ${seed}`, (index: number) => ((index + 1) * seed * 2_654_435_761) % 4_294_967_296 > 2_147_483_648] as const),
];

function walk(syncs: boolean): { readonly cuts: number; readonly damaged: readonly string[]; readonly unlike: readonly string[] } {
  const start = prepared();
  const whole = powerCutDisk(start);
  writeProject(whole.disk, after, options);
  const expected = files(whole.afterwards(() => true));
  const [damaged, unlike]: [string[], string[]] = [[], []];
  let cuts = 0;
  for (let n = 1; n <= whole.changes() + 1; n++) {
    for (const [name, survives] of selections) {
      const cut = powerCutDisk(start, n, syncs);
      try {
        writeProject(cut.disk, after, options);
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error;
      }
      cuts++;
      const left = unlocked(cut.afterwards(survives));
      damaged.push(...damage(left).map((path) => `${path} after ${n}, ${name}`));
      const again = powerCutDisk(left);
      const [, faults] = writeProject(again.disk, after, options);
      if (JSON.stringify(files(again.afterwards(() => true))) !== JSON.stringify(expected)) unlike.push(`${n}, ${name}: ${faults.map(({ rule }) => rule).join()}`);
    }
  }
  return { cuts, damaged, unlike };
}

describe("a power cut", () => {
  it("at each change leaves every file whole, whichever names were written, and the next run ends what was begun", () => {
    const { cuts, damaged, unlike } = walk(true);
    expect(cuts).toBeGreaterThan(1000);
    expect({ damaged, unlike }).toEqual({ damaged: [], unlike: [] });
  });

  it("is told from a writer that waits for no name", () => {
    const { damaged, unlike } = walk(false);
    expect(damaged.length + unlike.length).toBeGreaterThan(0);
  });
});
