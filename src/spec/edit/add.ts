import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from "yaml";
import type { Json } from "../../model/architecture.ts";
import { withoutLongFlow } from "./break-flow.ts";
import { inList, inMap } from "./insert.ts";
import { columnOf, type Edit, edited, rangeOf } from "./text.ts";
import { entryText, flowText } from "./write.ts";

/** One thing that is put into a spec. */
export interface Addition {
  /** Keys from the top, its own last; those on the way that are not there yet come with it. */
  readonly at: readonly string[];
  readonly value: Json;
  /** Whether it is one more of what may stand there already: of a list, or beside a single name, as an event that an operation publishes. */
  readonly joins?: boolean;
  /** Of what joins: whether it is a list where it is the first. */
  readonly alwaysList?: boolean;
  /** Whether the text stands in quotes, as a policy must. */
  readonly quoted?: boolean;
}

/** The text with what was asked for; or why not: it is there already, at a line, or the spec is written in a way that leaves no place for it. */
export type Added = { readonly text: string } | { readonly taken: readonly string[]; readonly line: number; readonly column: number } | { readonly noPlace: readonly string[] };

/**
 * The text of a valid spec with more in it. Nothing else of it changes by a byte, comments, order and layout included; what is new is laid out as
 * its neighbours are. Proven by reading the result again.
 */
export function addToSpec(text: string, additions: readonly Addition[]): Added {
  let now = text;
  for (const addition of additions) {
    const added = addOne(now, addition);
    if (!("text" in added)) return added;
    now = added.text;
  }
  return { text: now };
}

/** The value that a text in YAML's flow style means; undefined where it is none. */
export function flowValue(text: string): Json | undefined {
  const document = parseDocument(text, { uniqueKeys: true });
  const value: Json = document.errors.length > 0 ? undefined : document.toJS();
  return value;
}

function addOne(text: string, asked: Addition): Added {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const { contents } = document;
  const addition = asked.alwaysList === true && !document.hasIn(asked.at) ? { ...asked, value: [asked.value], joins: false } : asked;
  const noPlace = { noPlace: addition.at };
  if (!isMap(contents)) return noPlace;
  const [map, depth] = deepestMap(contents, addition.at);
  const pair = pairOf(map, addition.at[depth]);
  const edits = pair === undefined ? newEntry(text, contents, map, addition, depth) : inEntry(text, pair, addition, depth);
  if (edits === "taken") {
    const { line, col } = lines.linePos(rangeOf(pair?.key)[0]);
    return { taken: addition.at, line, column: col };
  }
  if (edits === null) return noPlace;
  const ends = text.includes("\r\n") ? edits.map((edit) => ({ ...edit, text: edit.text.replaceAll("\n", "\r\n") })) : edits;
  const result = edited(text, ends);
  const meant = expected(document, addition);
  const laidOut = withoutLongFlow(result, text, addition.at, stepOf(text, contents));
  return [laidOut, result].flatMap((one) => (meansSame(one, meant) ? [{ text: one }] : []))[0] ?? noPlace;
}

/** The last map on the way that is there, and how many keys lead to it. */
function deepestMap(top: YAMLMap, at: readonly string[]): readonly [YAMLMap, number] {
  let map = top;
  for (let depth = 0; depth < at.length - 1; depth += 1) {
    const next = map.get(at[depth], true);
    if (!isMap(next)) return [map, depth];
    map = next;
  }
  return [map, at.length - 1];
}

const pairOf = (map: YAMLMap, key: string | undefined): Pair | undefined => map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);

function newEntry(text: string, top: YAMLMap, map: YAMLMap, { at, value, quoted = false }: Addition, depth: number): readonly Edit[] {
  const [key = "", ...below] = at.slice(depth);
  const whole = below.reduceRight<Json>((held, name) => ({ [name]: held }), value);
  if (map.flow || map.items.length === 0) return inMap(text, map, flowText({ [key]: whole }, quoted).slice(2, -2));
  const neighbour = map.items.at(-1)?.value;
  const short = map !== top && !(isMap(neighbour) && !neighbour.flow && neighbour.items.length > 0);
  return inMap(text, map, entryText(key, whole, { indent: columnOf(text, rangeOf(map.items[0]?.key)[0]), step: stepOf(text, top), short, quoted }));
}

function inEntry(text: string, { value }: Pair, addition: Addition, depth: number): readonly Edit[] | "taken" | null {
  if (depth < addition.at.length - 1) return null;
  if (addition.joins !== true) return "taken";
  if (isSeq(value)) return holds(value.toJSON(), addition.value) ? "taken" : inList(text, value, flowText(addition.value));
  if (!isScalar(value)) return null;
  if (value.value === addition.value) return "taken";
  const [from, until] = rangeOf(value);
  return [{ from, until, text: `[${text.slice(from, until)}, ${flowText(addition.value)}]` }];
}

const holds = (list: unknown, value: Json): boolean => Array.isArray(list) && list.some((one) => JSON.stringify(one) === JSON.stringify(value));

/** By how much the first map within a map is indented; two where there is none. */
function stepOf(text: string, top: YAMLMap): number {
  const columns = top.items.flatMap(({ value }) => (isMap(value) && !value.flow && value.items.length > 0 ? [columnOf(text, rangeOf(value.items[0]?.key)[0])] : []));
  return columns.find((column) => column > 0) ?? 2;
}

/** What the spec means afterwards, as data. */
function expected(document: Document, { at, value, joins }: Addition): unknown {
  const copy = document.clone();
  const old = copy.getIn(at, true);
  if (joins === true && isNode(old)) copy.setIn(at, copy.createNode([...[old.toJSON()].flat(), value]));
  else copy.setIn(at, copy.createNode(value));
  return copy.toJS();
}

function meansSame(text: string, meant: unknown): boolean {
  const document = parseDocument(text);
  return document.errors.length === 0 && JSON.stringify(document.toJS()) === JSON.stringify(meant);
}
