import { deserialize } from "node:v8";
import type { Architecture } from "../../model/architecture.ts";
import { type Extracted, FORMS, type IgnoreFact, type ImportFact } from "../extract/fact.ts";
import { isObject } from "../json.ts";
import type { Target } from "../resolve/target.ts";
import type { Stat } from "../stat.ts";
import { ENTRY_WIDTH, IMPORT_WIDTH, PATH_END, STAT_WIDTH } from "./encode.ts";
import { type Parts, split } from "./layout.ts";
import type { KnownSpec } from "./memory.ts";

/** The bytes of a cache, of which a file's part is decoded when it is asked for. */
export interface Snapshot {
  readonly pathsText: string;
  readonly configs: ReadonlyMap<string, Stat> | null;
  readonly spec: KnownSpec | null;
  /** Paths of the files that are known. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly stat: (entry: Entry) => Stat;
  readonly found: (entry: Entry) => Extracted;
  /** Null where they were not known. */
  readonly targets: (entry: Entry) => readonly Target[] | null;
}

export interface Entry {
  readonly index: number;
  /** Where its integers begin, and how many imports they are. */
  readonly start: number;
  readonly count: number;
}

/** What `encode` writes. It was written by this very program and is whole, or there is none: its values are not looked at again. */
interface Head {
  readonly strings: readonly string[];
  readonly targets: readonly Target[];
  readonly ignores: readonly (readonly [entry: number, rule: string, reason: string, start: number])[];
  readonly configs: readonly (readonly [path: string, ...stat: number[]])[] | null;
  readonly spec: readonly [name: string, ...stat: number[]] | null;
}

/** Null where the bytes are damaged, or another program wrote them. */
export function decode(file: Buffer, program: string): Snapshot | null {
  const parts = split(file);
  if (parts === null || !isHead(parts.head, program)) return null;
  const { head, integers, doubles, text } = parts;
  const paths = text.split(PATH_END);
  const entries = entriesIn(integers, paths);
  const ignores = ignoresIn(head);
  return {
    pathsText: text,
    configs: head.configs === null ? null : new Map(head.configs.map(([path, ...stat]) => [path, statFrom(stat)])),
    spec: head.spec === null ? null : specFrom(head.spec, parts),
    entries,
    stat: ({ index }) => statFrom(doubles.subarray(index * STAT_WIDTH)),
    found: (entry) => ({ imports: importsAt(entry, integers, head), ignores: ignores.get(entry.index) ?? [] }),
    targets: targetReader(integers, head, paths),
  };
}

function isHead(head: unknown, program: string): head is Head {
  return isObject(head) && head.program === program;
}

function entriesIn(integers: Int32Array, paths: readonly string[]): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (let at = 0; at < integers.length; ) {
    const count = integers[at + 1] ?? 0;
    entries.set(paths[integers[at] ?? 0] ?? "", { index: entries.size, start: at, count });
    at += ENTRY_WIDTH + count * IMPORT_WIDTH;
  }
  return entries;
}

function ignoresIn({ ignores }: Head): ReadonlyMap<number, readonly IgnoreFact[]> {
  const found = new Map<number, IgnoreFact[]>();
  for (const [entry, rule, reason, start] of ignores) {
    const list = found.get(entry) ?? [];
    found.set(entry, list);
    list.push({ rule, reason, start });
  }
  return found;
}

function importsAt({ start, count }: Entry, integers: Int32Array, { strings }: Head): readonly ImportFact[] {
  const imports: ImportFact[] = [];
  const end = start + ENTRY_WIDTH + count * IMPORT_WIDTH;
  for (let at = start + ENTRY_WIDTH; at < end; at += IMPORT_WIDTH) {
    const form = integers[at] ?? 0;
    const from = integers[at + 2] ?? 0;
    imports.push({
      form: FORMS[form >> 1] ?? "import",
      specifier: strings[integers[at + 1] ?? 0] ?? null,
      typeOnly: (form & 1) === 1,
      start: from,
      end: from + (integers[at + 3] ?? 0),
      keyword: integers[at + 4] ?? 0,
    });
  }
  return imports;
}

/** One target for all that lead to the same file. */
function targetReader(integers: Int32Array, head: Head, paths: readonly string[]): Snapshot["targets"] {
  const files: Target[] = [];
  const targetOf = (code: number): Target => {
    if (code < 0) return head.targets[-1 - code] ?? { kind: "none" };
    files[code] ??= { kind: "file", path: paths[code] ?? "" };
    return files[code];
  };
  return ({ start, count }) => {
    if (integers[start + 2] === 0) return null;
    const targets: Target[] = [];
    const first = start + ENTRY_WIDTH + IMPORT_WIDTH - 1;
    for (let index = 0; index < count; index++) targets.push(targetOf(integers[first + index * IMPORT_WIDTH] ?? 0));
    return targets;
  };
}

function statFrom([size = 0, mtimeMs = 0, ctimeMs = 0, inode = 0]: Iterable<number>): Stat {
  return { size, mtimeMs, ctimeMs, inode };
}

function specFrom([name, ...stat]: NonNullable<Head["spec"]>, { rest }: Parts): KnownSpec {
  const architecture: Architecture = deserialize(rest);
  return { name, stat: statFrom(stat), architecture };
}
