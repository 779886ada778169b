import { serialize } from "node:v8";
import { FORMS, type ImportFact } from "../extract/fact.ts";
import type { Target } from "../resolve/target.ts";
import type { Stat } from "../stat.ts";
import { join } from "./layout.ts";
import type { Known, Memory } from "./memory.ts";

/** Before the imports of a file: its index among the paths, how many there are, and whether their targets are known. */
export const ENTRY_WIDTH = 3;
/** Form and types only, specifier, start, length, keyword, target. */
export const IMPORT_WIDTH = 6;
export const STAT_WIDTH = 4;
/** Of a name with which no path can be mistaken. */
export const PATH_END = "\0";
/** In place of an index, where there is no specifier or the target is not known. */
export const NOTHING = -1;

/** Gives each value an index, in the order of first meeting. */
class Table<T> {
  readonly values: T[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(key: string, value: T): number {
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}

interface Tables {
  readonly pathIndexes: ReadonlyMap<string, number>;
  readonly strings: Table<string>;
  /** Targets that are no files. */
  readonly targets: Table<Target>;
}

/** A memory as the bytes of the cache, for the program that says it is `program`. */
export function encode({ paths, known, configs, spec }: Memory, program: string): Buffer {
  const pathIndexes = new Map(paths.map((path, index) => [path, index]));
  const tables: Tables = { pathIndexes, strings: new Table(), targets: new Table() };
  const entries = [...known].filter(([path]) => pathIndexes.has(path));
  const width = entries.reduce((sum, [, { found }]) => sum + ENTRY_WIDTH + found.imports.length * IMPORT_WIDTH, 0);
  const integers = new Int32Array(width);
  let at = 0;
  for (const [path, one] of entries) at = putEntry(integers, at, pathIndexes.get(path) ?? NOTHING, one, tables);
  const ignores = entries.flatMap(([, { found }], index) => found.ignores.map(({ rule, reason, start }) => [index, rule, reason, start]));
  const head = {
    program,
    strings: tables.strings.values,
    targets: tables.targets.values,
    ignores,
    configs: configs === null ? null : [...configs].map(([path, stat]) => [path, ...numbersOf(stat)]),
    spec: spec === null ? null : [spec.name, ...numbersOf(spec.stat)],
  };
  return join({
    head,
    doubles: new Float64Array(entries.flatMap(([, { stat }]) => numbersOf(stat))),
    integers,
    text: paths.join(PATH_END),
    rest: spec === null ? new Uint8Array() : serialize(spec.architecture),
  });
}

/** Gives the place behind it. */
function putEntry(into: Int32Array, at: number, path: number, { found, targets }: Known, tables: Tables): number {
  into[at] = path;
  into[at + 1] = found.imports.length;
  into[at + 2] = targets === null ? 0 : 1;
  let next = at + ENTRY_WIDTH;
  for (let index = 0; index < found.imports.length; index++, next += IMPORT_WIDTH) {
    const fact = found.imports[index];
    if (fact !== undefined) putImport(into, next, fact, targets?.[index], tables);
  }
  return next;
}

function putImport(into: Int32Array, at: number, fact: ImportFact, target: Target | undefined, tables: Tables): void {
  into[at] = (FORM_INDEXES.get(fact.form) ?? 0) * 2 + (fact.typeOnly ? 1 : 0);
  into[at + 1] = fact.specifier === null ? NOTHING : tables.strings.indexOf(fact.specifier, fact.specifier);
  into[at + 2] = fact.start;
  into[at + 3] = fact.end - fact.start;
  into[at + 4] = fact.keyword;
  into[at + 5] = target === undefined ? 0 : targetCode(target, tables);
}

const FORM_INDEXES = new Map(FORMS.map((form, index) => [form, index]));

/** The index of the file's path, or below zero that of another target, counted from -1 down. */
function targetCode(target: Target, { pathIndexes, targets }: Tables): number {
  const path = target.kind === "file" && target.linked === undefined ? pathIndexes.get(target.path) : undefined;
  return path ?? -1 - targets.indexOf(keyOf(target), target);
}

function keyOf(target: Target): string {
  return "name" in target ? `${target.kind} ${target.name}` : JSON.stringify(target);
}

function numbersOf({ size, mtimeMs, ctimeMs, inode }: Stat): readonly number[] {
  return [size, mtimeMs, ctimeMs, inode];
}
