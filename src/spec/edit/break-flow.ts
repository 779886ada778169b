import { type Document, isCollection, isMap, type Node, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import { columnOf, lineStart, rangeOf } from "./text.ts";
import { widest } from "./write.ts";

/**
 * A text in which something was put at a path, with the brackets on the way there laid out in lines, the outermost first, as long as they stand on a line
 * that has become too long. What stands between them keeps its bytes. A line that was too long before is as somebody wants it.
 */
export function withoutLongFlow(text: string, was: string, at: readonly string[], step: number): string {
  const own = new Set(was.split(/\r?\n/));
  for (let now = text; ; ) {
    const broken = broke(now, at, step, own);
    if (broken === null) return now;
    now = broken;
  }
}

function broke(text: string, at: readonly string[], step: number, own: ReadonlySet<string>): string | null {
  const found = firstFlow(parseDocument(text), at);
  if (found === null) return null;
  const { key, holder } = found;
  const [start, from, until] = [rangeOf(key)[0], rangeOf(key)[1], rangeOf(holder)[1]];
  const end = lineEnd(text, until);
  const isOneLine = !text.slice(start, until).includes("\n") && text.slice(lineStart(text, start), start).trim() === "";
  const comment = text.slice(until, end);
  if (!isOneLine || !/^\s*(?:#.*)?$/.test(comment) || end - lineStart(text, start) <= widest || isOwn(text, start, end, own)) return null;
  const pad = `${text.slice(end, end + 2) === "\r\n" ? "\r\n" : "\n"}${" ".repeat(columnOf(text, start) + step)}`;
  const lines = entriesOf(text, holder).map((entry) => pad + entry);
  return lines.length === 0 ? null : `${text.slice(0, from)}:${comment.trimEnd()}${lines.join("")}${text.slice(end)}`;
}

/** Whether somebody had let the line grow too long before: it began so, and was too long. */
const isOwn = (text: string, start: number, end: number, own: ReadonlySet<string>): boolean => {
  const key = /^\s*[^:]*:/.exec(text.slice(lineStart(text, start), end))?.[0] ?? "";
  return [...own].some((line) => line.length > widest && line.startsWith(key));
};

function lineEnd(text: string, index: number): number {
  const end = /\r?\n|$/.exec(text.slice(index));
  return index + (end?.index ?? 0);
}

/** The outermost brackets on the way to a path, behind the key that they stand behind. */
function firstFlow({ contents }: Document, at: readonly string[]): { readonly key: Node; readonly holder: YAMLMap | YAMLSeq } | null {
  let map: unknown = contents;
  for (const name of at) {
    if (!isMap(map) || map.flow === true) return null;
    const pair = map.items.find(({ key }) => String(key) === name);
    if (pair === undefined) return null;
    const { key, value } = pair;
    if (isCollection(value) && value.flow === true && isKey(key)) return { key, holder: value as YAMLMap | YAMLSeq };
    map = value;
  }
  return null;
}

const isKey = (key: unknown): key is Node => typeof key === "object" && key !== null;

const entriesOf = (text: string, holder: YAMLMap | YAMLSeq): readonly string[] => {
  const textOf = (node: unknown): string => text.slice(...rangeOf(node));
  if (!isMap(holder)) return holder.items.map((item) => `- ${textOf(item)}`);
  return holder.items.map(({ key, value }) => (value === null ? `${textOf(key)}:` : `${textOf(key)}: ${textOf(value)}`));
};
