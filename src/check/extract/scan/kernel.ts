import { kernel as base64 } from "./kernel.generated.js";

/** Why the kernel comes back: with what the host is to take at the place, to read in the comment that was passed, or to know as an import. */
export const Event = { doubt: -1, done: 1, word: 2, slash: 3, less: 4, markup: 5, ignores: 6, references: 7, jsdoc: 8, imports: 9 } as const;

/** At what the kernel stops: nothing, a letter of a word that may import, anything else that it is to look at. */
export const Stop = { no: 0, letter: 1, yes: 2 } as const;

/** By their names in `kernel/memory.ts`. */
const ADDRESSES = ["KINDS", "STOPS", "FILTER", "PAIRS", "LISTS", "LIST_WIDTH", "ANCHORS", "ANCHOR_WIDTH", "FRAMES", "DEEPEST", "SOURCE"] as const;

/** Where the fields lie, in units of 32 bits. */
export const Field = { pos: 0, last: 1, lastStart: 2, lastEnd: 3, dotted: 4, beforeParen: 5, depth: 6, commentStart: 8, commentEnd: 9, end: 10, javascript: 11, form: 12, keyword: 13, literalStart: 14, literalEnd: 15, typeOnly: 16 } as const;
const FIELDS = 17;

/** The kernel's functions, and its memory, where a module lies at `SOURCE`. */
export interface Kernel {
  readonly bytes: Uint8Array;
  /** Where what lies in the memory. */
  readonly at: Readonly<Record<(typeof ADDRESSES)[number], number>>;
  /** The fields at the beginning of the memory, by `Field`. */
  readonly fields: Int32Array;
  /** The offset past the last anchor; 0 where there is none. */
  readonly lastWord: () => number;
  /** Passes what imports nothing, up to an offset; gives an `Event`. */
  readonly skim: (end: number) => number;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly lastWord: Kernel["lastWord"];
  readonly skim: Kernel["skim"];
  readonly [address: string]: unknown;
}

/** As far as it is used; TypeScript declares it for browsers alone. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Exports };
};

/** A new kernel with nothing in its tables; null where the engine has no WebAssembly, or no room for its memory. */
export function startKernel(): Kernel | null {
  if (typeof WebAssembly === "undefined") return null;
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(base64, "base64")));
    const { memory, lastWord, skim } = exports;
    const at = constants(exports);
    return { bytes: new Uint8Array(memory.buffer), at, fields: new Int32Array(memory.buffer, 0, FIELDS), lastWord, skim };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The constants come from the kernel's own source. */
function constants(exports: Exports): Kernel["at"] {
  return Object.fromEntries(ADDRESSES.map((name) => [name, constant(exports, name)])) as Kernel["at"];
}

/** An exported constant is an object that holds its value. */
function constant(exports: Exports, name: string): number {
  const address = exports[name];
  if (typeof address !== "object" || address === null || !("value" in address) || typeof address.value !== "number") throw new Error(`The kernel has no ${name}`);
  return address.value;
}
