import { isNode, isScalar, type YAMLSeq } from "yaml";

/** The characters from one index to before another are replaced. */
export interface Edit {
  readonly from: number;
  readonly until: number;
  readonly text: string;
}

/** @param edits of places that do not overlap; of those at one place the first comes first */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => b.from - a.from || b.index - a.index)
    .reduce((whole, edit) => whole.slice(0, edit.from) + edit.text + whole.slice(edit.until), text);
}

export const insertion = (at: number, text: string): Edit => ({ from: at, until: at, text });

/** At the end of a file, on a line of its own. */
export function inText(text: string, addition: string): Edit {
  return insertion(text.length, text.endsWith("\n") || text === "" ? addition : `\n${addition}`);
}

/** A list without one of its items. What is laid out in lines loses the line. */
export function withoutItem(text: string, list: YAMLSeq, value: string): readonly Edit[] {
  const index = list.items.findIndex((item) => isScalar(item) && item.value === value);
  if (index === -1) return [];
  const [from, until] = rangeOf(list.items[index]);
  if (!list.flow) {
    const start = lineStart(text, from);
    const end = text.indexOf("\n", until);
    return [{ from: start, until: end === -1 ? text.length : end + 1, text: "" }];
  }
  const next = list.items[index + 1];
  const last = list.items[index - 1];
  if (next !== undefined) return [{ from, until: rangeOf(next)[0], text: "" }];
  return [{ from: last === undefined ? from : rangeOf(last)[1], until, text: "" }];
}

/** Where what stands before an index ends, blanks left aside. */
export function before(text: string, index: number): number {
  let here = index;
  while (here > 0 && /\s/.test(text[here - 1] ?? "")) here -= 1;
  return here;
}

export const lineStart = (text: string, index: number): number => text.lastIndexOf("\n", index - 1) + 1;

/** The column of a place, from 0. */
export const columnOf = (text: string, index: number): number => index - lineStart(text, index);

/** Of a node that was parsed: its first character, and after its last. */
export function rangeOf(node: unknown): readonly [number, number] {
  const range = isNode(node) ? node.range : null;
  if (!range) throw new Error("a node without a place");
  return [range[0], range[1]];
}
