import { cacheFolder, readCache, writeCache } from "../cache/folder.ts";
import { programStamp } from "../cache/program.ts";
import { type Fact, type Kind, KINDS } from "./fact.ts";

/** What earlier runs found in files as they are by their stamps. */
export interface MeaningCache {
  /** Null where the file has changed, is new, or was never asked for one of these kinds. */
  readonly recall: (path: string, stamp: string, kinds: readonly Kind[]) => readonly Fact[] | null;
  readonly keep: (path: string, stamp: string, kinds: readonly Kind[], facts: readonly Fact[]) => void;
  /** What is found in a file whatever has changed since; null where nobody can say. Where it is missing, nobody ever can. */
  readonly settled?: (path: string) => readonly Fact[] | null;
}

/** Remembers nothing. */
export const noMeaningCache: MeaningCache = { recall: () => null, keep: () => {} };

/**
 * The cache of a run, and what the run knows by it for code that is only tried: files that are as they were are not read again. `paths` are the files
 * of what is tried: where none was moved, no type has another name or place, so that they stay as they are.
 */
export function remembering(cache: MeaningCache, before: readonly string[]): { readonly cache: MeaningCache; readonly tried: (paths: readonly string[]) => MeaningCache } {
  const known = new Map<string, { readonly stamp: string; readonly kinds: readonly Kind[]; readonly facts: readonly Fact[] }>();
  const recall: MeaningCache["recall"] = (path, stamp, kinds) => {
    const facts = cache.recall(path, stamp, kinds);
    if (facts !== null) known.set(path, { stamp, kinds, facts });
    return facts;
  };
  const keep: MeaningCache["keep"] = (path, stamp, kinds, facts) => {
    known.set(path, { stamp, kinds, facts });
    cache.keep(path, stamp, kinds, facts);
  };
  const tried = (paths: readonly string[]): MeaningCache => ({
    ...noMeaningCache,
    recall: (path, stamp, kinds) => {
      const found = known.get(path);
      return found?.stamp === stamp && kinds.every((kind) => found.kinds.includes(kind)) ? found.facts : null;
    },
    settled: (path) => (paths.join("\0") === before.join("\0") ? (known.get(path)?.facts ?? null) : null),
  });
  return { cache: { recall, keep }, tried };
}

/** The stamp, the kinds that were looked for as bits, and the facts, six values each. */
type Entry = readonly [stamp: string, kinds: number, ...facts: readonly unknown[]];

const FILE = "meaning.json";
const HEAD = 2;
const WIDTH = 6;

/** The cache of a project, and what writes it where it is not what was read. */
export function openMeaningCache(root: string): { readonly cache: MeaningCache; readonly save: () => void } {
  const folder = cacheFolder(root);
  const program = programStamp();
  const before = new Map(Object.entries((folder === null ? null : readCache(folder, FILE, program)) ?? {}));
  const after = new Map<string, unknown>();
  let isNew = false;
  const recall: MeaningCache["recall"] = (path, stamp, kinds) => {
    const entry = before.get(path);
    const facts = isEntry(entry) && entry[0] === stamp && bitsOf(kinds) === (entry[1] & bitsOf(kinds)) ? decode(entry) : null;
    if (facts !== null) after.set(path, entry);
    return facts?.filter(({ kind }) => kind === "unjudged" || kinds.includes(kind)) ?? null;
  };
  const keep: MeaningCache["keep"] = (path, stamp, kinds, facts) => {
    isNew = true;
    after.set(path, encode(stamp, kinds, facts));
  };
  const save = (): void => {
    if (folder !== null && (isNew || after.size < before.size)) writeCache(folder, FILE, program, after);
  };
  return { cache: { recall, keep }, save };
}

function bitsOf(kinds: readonly Kind[]): number {
  return kinds.reduce((bits, kind) => bits | (1 << KINDS.indexOf(kind)), 0);
}

function encode(stamp: string, kinds: readonly Kind[], facts: readonly Fact[]): Entry {
  const flat = facts.flatMap(({ kind, name, detail, start, end, other }) => [KINDS.indexOf(kind), name, detail, start, end, other]);
  return [stamp, bitsOf(kinds), ...flat];
}

function isEntry(value: unknown): value is Entry {
  return Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "number";
}

/** Null where the entry is not as `encode` writes it. */
function decode(entry: Entry): readonly Fact[] | null {
  if ((entry.length - HEAD) % WIDTH !== 0) return null;
  const facts: Fact[] = [];
  for (let at = HEAD; at < entry.length; at += WIDTH) {
    const fact = factFrom(entry.slice(at, at + WIDTH));
    if (fact === null) return null;
    facts.push(fact);
  }
  return facts;
}

function factFrom([index, name, detail, start, end, other]: readonly unknown[]): Fact | null {
  const kind = typeof index === "number" ? KINDS[index] : undefined;
  if (kind === undefined || typeof name !== "string" || typeof detail !== "string") return null;
  if (typeof start !== "number" || typeof end !== "number" || (other !== null && typeof other !== "number")) return null;
  return { kind, name, detail, start, end, other };
}
