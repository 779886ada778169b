import { describe, expect, it } from "vitest";
import { check, type Project, projectOf, ruleIds, type Wishes } from "../../../src/check/index.ts";
import { noCache } from "../../../src/check/cache/cache.ts";
import type { Extracted } from "../../../src/check/extract/fact.ts";
import type { Fact } from "../../../src/check/meaning/fact.ts";
import type { Stat } from "../../../src/check/stat.ts";
import type { Diagnostic } from "../../../src/model/diagnostic.ts";
import { architectureOf } from "../project.ts";
import { type Plant, plants } from "./plants.ts";
import { type CleanProject, generatedShop, plainProject } from "./projects.ts";

/** Remembers what was found in a text, so that a project is read once for all its plants. */
function memory(): Required<Pick<Wishes, "cache" | "meanings">> {
  const facts = new Map<string, Extracted>();
  const meanings = new Map<string, readonly Fact[]>();
  const keyOf = (...parts: readonly unknown[]): string => parts.join("\0");
  return {
    cache: {
      ...noCache,
      knows: () => true,
      recall: (path, stat) => facts.get(keyOf(path, stat.inode)) ?? null,
      keep: (path, stat, found) => void facts.set(keyOf(path, stat.inode), found),
    },
    meanings: {
      recall: (path, stamp, kinds) => meanings.get(keyOf(path, stamp, kinds)) ?? null,
      keep: (path, stamp, kinds, found) => void meanings.set(keyOf(path, stamp, kinds), found),
    },
  };
}

/** Every text that ever stood in a file, by a number of its own. */
const inodes = new Map<string, number>();

function inodeOf(text: string): number {
  if (!inodes.has(text)) inodes.set(text, inodes.size + 1);
  return inodes.get(text) ?? 0;
}

function planted({ spec, files }: CleanProject, rule: string, plant: Plant | null): { readonly spec: string; readonly project: Project } {
  const now = new Map(files);
  for (const [path, text] of Object.entries(plant?.files ?? {})) now.set(path, `${text}\n${files.get(path) ?? ""}`);
  const said = (plant?.spec ?? []).reduce((text, [line, other]) => {
    expect(text.split(line), `one "${line}" in the spec`).toHaveLength(2);
    return text.replace(line, other);
  }, spec);
  const stat = (path: string): Stat => ({ size: 0, mtimeMs: 0, ctimeMs: 0, inode: inodeOf(now.get(path) ?? "") });
  return { spec: said.replace("RULE", rule), project: { ...projectOf(now), stat, stamp: (path) => String(stat(path).inode) } };
}

function judge(project: CleanProject) {
  const wishes: Wishes = memory();
  return async (rule: string, plant: Plant | null): Promise<readonly Diagnostic[]> => {
    const { spec, project: code } = planted(project, rule, plant);
    return (await check(architectureOf(spec), code, wishes)).diagnostics;
  };
}

it("has a violation of every rule to plant", () => {
  expect(Object.keys(plants).sort()).toEqual(ruleIds);
});

describe.each([
  ["plain code", "plain", judge(plainProject())],
  ["a generated backend", "generated", judge(generatedShop())],
] as const)("in %s", (_, where, find) => {
  it.each(Object.keys(plants))("a violation of %s turns check red with exactly one finding; removed, green", async (rule) => {
    const found = await find(rule, plants[rule]?.[where] ?? {});
    const said = found.map(({ at, message }) => `${at.file}:${at.line} ${message}`).join("\n");
    expect(found.map((one) => `${one.severity} ${one.rule}`), said).toEqual([`error ${rule}`]);
    expect(await find(rule, null)).toEqual([]);
  });
});
