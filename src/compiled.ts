/**
 * Loads the built program as Node's `require` would, but compiles it once for each command instead of at every start: V8's bytecode, with that of
 * the functions which the command called, is kept beside the program. Who can write there can change the program itself.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";
import { crc32 } from "node:zlib";

export interface Program {
  /** What the module in this file exports. */
  readonly load: (file: string) => unknown;
  /** Keeps what this run compiled for the next, where anything was. A folder in which nothing can be written is no fault. */
  readonly keep: () => void;
}

/** Bytecode of one module, and a sum over its text and itself: V8 would run damaged bytecode, and tells texts apart by their lengths. */
interface Bytecode {
  readonly data: Buffer;
  readonly sum: number;
}

interface Loaded {
  readonly module: { exports: unknown };
  readonly script: Script;
  readonly text: Buffer;
}

type Wrapped = (exports: unknown, require: (id: string) => unknown, module: Loaded["module"], file: string, folder: string) => void;

/** `store` is the file of bytecode; `outside` loads what is not part of the program. */
export function programWith(store: string, outside: (id: string) => unknown): Program {
  const known = bytecodeIn(store);
  const loaded = new Map<string, Loaded>();
  let isNew = false;
  const load = (file: string): unknown => {
    const before = loaded.get(file);
    if (before !== undefined) return before.module.exports;
    const text = readFileSync(file);
    const cachedData = fitting(known.get(basename(file)), text);
    // The build writes ASCII alone.
    const script = new Script(`(function(exports,require,module,__filename,__dirname){${text.toString("latin1")}\n})`, { filename: file, ...(cachedData && { cachedData }) });
    if (cachedData === undefined || script.cachedDataRejected === true) isNew = true;
    const one: Loaded = { module: { exports: {} }, script, text };
    loaded.set(file, one);
    const run: Wrapped = script.runInThisContext();
    run(one.module.exports, (id) => (id.startsWith(".") ? load(join(dirname(file), id)) : outside(id)), one.module, file, dirname(file));
    return one.module.exports;
  };
  return { load, keep: () => void (isNew && write(store, loaded)) };
}

const sumOf = (text: Buffer, data: Buffer): number => crc32(data, crc32(text));

const fitting = (known: Bytecode | undefined, text: Buffer): Buffer | undefined => (known !== undefined && sumOf(text, known.data) === known.sum ? known.data : undefined);

/** A line of JSON, [name, length, sum] of each module, and the bytecode of all in this order. Empty where there is none, or it is not whole. */
function bytecodeIn(store: string): ReadonlyMap<string, Bytecode> {
  const known = new Map<string, Bytecode>();
  try {
    const file = readFileSync(store);
    const head = file.indexOf("\n");
    let at = head + 1;
    for (const [name, length, sum] of JSON.parse(file.toString("utf8", 0, head))) {
      known.set(name, { data: file.subarray(at, at + length), sum });
      at += length;
    }
    return known;
  } catch {
    return new Map();
  }
}

/** Writes it whole, or not at all. */
function write(store: string, loaded: ReadonlyMap<string, Loaded>): void {
  const draft = `${store}.${process.pid}`;
  try {
    // Whoever may write here says what runs: that is the owner alone, whatever a run's mask would leave open.
    mkdirSync(dirname(store), { recursive: true, mode: 0o755 });
    const file = openSync(draft, "wx", 0o644);
    try {
      writeParts(file, loaded);
      fsyncSync(file);
      renameSync(draft, store);
    } finally {
      closeSync(file);
      rmSync(draft, { force: true });
    }
  } catch {
    // The next run compiles it again.
  }
}

function writeParts(file: number, loaded: ReadonlyMap<string, Loaded>): void {
  const parts = [...loaded].map(([path, { script, text }]) => ({ name: basename(path), text, data: script.createCachedData() }));
  const head = JSON.stringify(parts.map(({ name, text, data }) => [name, data.length, sumOf(text, data)]));
  for (const part of [Buffer.from(`${head}\n`), ...parts.map(({ data }) => data)]) writeFileSync(file, part);
}
