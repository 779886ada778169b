import type { Architecture, Json } from "../model/architecture.ts";
import { nowhere } from "../model/diagnostic.ts";
import { normalise } from "./normalise/index.ts";
import { parse } from "./parse/index.ts";
import { readText } from "./read/text.ts";
import { checkShape } from "./schema/index.ts";
import { isMap, pruned, type Tree } from "./tree.ts";

/**
 * What a spec says as JSON, a line a value, so that it can be kept beside what was made of it: without comments and layout, on which nothing
 * depends. Null where it is no spec.
 */
export function keptSpec(input: string | Uint8Array): string | null {
  const [text] = readText(input, nowhere);
  const [tree] = text === null ? [null] : parse(text, nowhere);
  return tree === null || !isMap(tree.data) ? null : `${JSON.stringify(tree.data, null, 1)}\n`;
}

/** The architecture that a kept spec means, without what the language of an earlier keybeam had and this one has no more. Null where it is none. */
export function readKept(text: string): Architecture | null {
  const data = parsed(text);
  if (!isMap(data)) return null;
  const tree: Tree = { data, places: new Map(), written: new Map(), values: new Map(), top: nowhere };
  const [architecture] = normalise(pruned(tree, checkShape(tree).pointers));
  return architecture;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
