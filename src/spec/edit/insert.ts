import { isScalar, type YAMLMap, type YAMLSeq } from "yaml";
import { before, columnOf, type Edit, insertion, lineStart, rangeOf } from "./text.ts";

/** One more entry in a map, laid out as its other entries are: after the entry of that key, or after the last. Lines of the entry after its first are indented already. */
export function inMap(text: string, map: YAMLMap, entry: string, after?: string): readonly Edit[] {
  const neighbour = map.items.find(({ key }) => isScalar(key) && key.value === after) ?? map.items.at(-1);
  if (neighbour === undefined || map.flow) return inFlow(text, map, map.items.at(-1), entry);
  const [first] = map.items;
  const indent = columnOf(text, rangeOf(first?.key)[0]);
  const gap = neighbour === map.items.at(-1) && standApart(text, map) ? "\n" : "";
  return [onNextLine(text, rangeOf(neighbour.value ?? neighbour.key)[1], `${gap}${" ".repeat(indent)}${entry}`)];
}

/** One more item at the end of a list. */
export function inList(text: string, list: YAMLSeq, item: string): readonly Edit[] {
  const last = list.items.at(-1);
  if (last === undefined || list.flow) return inFlow(text, list, last === undefined ? undefined : { key: last, value: last }, item);
  const [start] = rangeOf(list);
  return [onNextLine(text, rangeOf(last)[1], `${" ".repeat(columnOf(text, start))}- ${item}`)];
}

/** On the line after that of an index. */
function onNextLine(text: string, index: number, lines: string): Edit {
  const end = text.indexOf("\n", before(text, index));
  return end === -1 ? insertion(text.length, `\n${lines}\n`) : insertion(end + 1, `${lines}\n`);
}

/** Whether the last two entries of a map have an empty line between them. */
function standApart(text: string, { items }: YAMLMap): boolean {
  const [last, other] = [items.at(-1), items.at(-2)];
  if (last === undefined || other === undefined) return false;
  return /\n[ \t]*\r?\n/.test(text.slice(before(text, rangeOf(other.value ?? other.key)[1]), rangeOf(last.key)[0]));
}

interface Pair {
  readonly key: unknown;
  readonly value?: unknown;
}

/** Between brackets: on the line of the last entry, or on a line of its own where that has one. */
function inFlow(text: string, holder: YAMLMap | YAMLSeq, last: Pair | undefined, entry: string): readonly Edit[] {
  const close = rangeOf(holder)[1] - 1;
  if (last === undefined) return [{ from: before(text, close), until: close, text: "items" in holder && text[close] === "]" ? entry : ` ${entry} ` }];
  const [start] = rangeOf(last.key);
  const [, end] = rangeOf(last.value ?? last.key);
  const comma = /^\s*,/.exec(text.slice(end, close).replaceAll(/(?<=\s)#.*/g, (comment) => " ".repeat(comment.length)));
  const behind = comma === null ? end : end + comma[0].length;
  const needed = comma === null ? [insertion(end, ",")] : [];
  const trailing = comma === null ? "" : ",";
  const indent = text.slice(lineStart(text, start), start);
  const rest = text.slice(behind, close);
  if (!rest.includes("\n")) return [...needed, insertion(behind, ` ${entry}${trailing}`)];
  const own = indent.trim() === "" ? indent : " ".repeat(columnOf(text, start));
  return [...needed, insertion(before(text, close), `\n${own}${entry}${trailing}`)];
}
