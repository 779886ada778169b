import type { Mode } from "./disk.ts";

/** One step of a transaction. `oldHash` is of the bytes that lay there when the plan was made; null: nothing did. */
export type Operation =
  | { readonly op: "write"; readonly path: string; readonly content: Buffer; readonly oldHash: string | null; readonly mode: Mode }
  | { readonly op: "remove"; readonly path: string; readonly oldHash: string };
