import { isNode, isScalar, type Node, type YAMLMap, type YAMLSeq } from "yaml";

/** The characters from one index to before another are replaced. */
export interface Edit {
  readonly from: number;
  readonly until: number;
  readonly text: string;
}

/** @param edits of places that do not overlap */
export function edited(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((whole, edit) => whole.slice(0, edit.from) + edit.text + whole.slice(edit.until), text);
}

/** At the end of a file, on a line of its own. */
export function inText(text: string, addition: string): Edit {
  return { from: text.length, until: text.length, text: text.endsWith("\n") || text === "" ? addition : `\n${addition}` };
}

/** One more entry in a map, laid out as its other entries are: after the entry of that key, or after the last. */
export function inMap(text: string, map: YAMLMap, entry: string, after?: string): Edit {
  const [, end] = rangeOf(map);
  const neighbour = map.items.find(({ key }) => isScalar(key) && key.value === after) ?? map.items.at(-1);
  if (neighbour === undefined || map.flow) {
    const place = before(text, end - 1);
    const comma = map.items.length === 0 || text[place - 1] === "," ? "" : ",";
    return { from: place, until: end - 1, text: `${comma} ${entry} ` };
  }
  const [first] = map.items;
  const [start] = rangeOf(first?.key);
  const indent = start - (text.lastIndexOf("\n", start - 1) + 1);
  const line = text.indexOf("\n", before(text, rangeOf(neighbour.value)[1]));
  const place = line === -1 ? text.length : line + 1;
  const lead = line === -1 ? "\n" : "";
  return { from: place, until: place, text: `${lead}${" ".repeat(indent)}${entry}\n` };
}

/** A list without one of its items. What is laid out in lines loses the line. */
export function withoutItem(text: string, list: YAMLSeq, value: string): readonly Edit[] {
  const index = list.items.findIndex((item) => isScalar(item) && item.value === value);
  if (index === -1) return [];
  const [from, until] = rangeOf(list.items[index]);
  if (!list.flow) {
    const start = text.lastIndexOf("\n", from - 1) + 1;
    const end = text.indexOf("\n", until);
    return [{ from: start, until: end === -1 ? text.length : end + 1, text: "" }];
  }
  const next = list.items[index + 1];
  const last = list.items[index - 1];
  if (next !== undefined) return [{ from, until: rangeOf(next)[0], text: "" }];
  return [{ from: last === undefined ? from : rangeOf(last)[1], until, text: "" }];
}

/** Where what stands before an index ends, blanks left aside. */
function before(text: string, index: number): number {
  let here = index;
  while (here > 0 && /\s/.test(text[here - 1] ?? "")) here -= 1;
  return here;
}

/** Of a node that was parsed: its first character, and after its last. */
function rangeOf(node: unknown): readonly [number, number] {
  const range = isNode(node) ? (node satisfies Node).range : null;
  if (!range) throw new Error("a node without a place");
  return [range[0], range[1]];
}
