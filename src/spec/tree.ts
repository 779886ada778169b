import type { Json } from "../model/architecture.ts";
import type { Location } from "../model/diagnostic.ts";

/** A map of the spec: made without a prototype, so that a key named `constructor` is a key like any other. */
export type JsonMap = { readonly [key: string]: Json };

/** How a scalar stands in the file. */
export interface Written {
  readonly text: string;
  /** Without quotes. */
  readonly plain: boolean;
}

/** A spec as data, with the place of every node by its JSON pointer: at the key, or at the item of a list. */
export interface Tree {
  readonly data: Json;
  readonly places: ReadonlyMap<string, Location>;
  readonly written: ReadonlyMap<string, Written>;
  /** The values of keys that stand on one line, by `line:column` of the key; of a long form its `type`. */
  readonly values: ReadonlyMap<string, Placed>;
  readonly top: Location;
}

/** A value, and the key that it belongs to. */
export interface Placed {
  readonly key: string;
  readonly at: Location;
}

export interface Found {
  readonly pointer: string;
  readonly key: string;
  readonly value: Json;
  /** What the stars of the pattern stood for. */
  readonly stars: readonly string[];
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value of a map, undefined where there is none or where it is no map at all. */
export function get(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let here = value;
  for (const key of keys) here = isMap(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  return here;
}

export function keysOf(value: Json | undefined): readonly string[] {
  return isMap(value) ? Object.keys(value) : [];
}

/** The text of a scalar; undefined for anything else. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The strings in a list, or the one string that stands for a list of one. */
export function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The pointer of a child. */
export function child(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The keys of a pointer, from the top. */
export function keysIn(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Where a node stands; where that is not known, its nearest parent. */
export function placeOf(tree: Tree, pointer: string): Location {
  for (let here = pointer; here !== ""; here = here.slice(0, here.lastIndexOf("/"))) {
    const place = tree.places.get(here);
    if (place !== undefined) return place;
  }
  return tree.top;
}

function entriesOf(value: Json): readonly (readonly [string, Json])[] {
  if (isList(value)) return value.map((item, index) => [String(index), item]);
  return isMap(value) ? Object.entries(value) : [];
}

/** All nodes on a path such as `services/*`; a star stands for any key or index. */
export function select(data: Json, pattern: string): readonly Found[] {
  let found: Found[] = [{ pointer: "", key: "", value: data, stars: [] }];
  for (const step of pattern.split("/")) {
    found = found.flatMap((parent) =>
      entriesOf(parent.value)
        .filter(([key]) => step === "*" || step === key)
        .map(([key, value]) => ({
          pointer: child(parent.pointer, key),
          key,
          value,
          stars: step === "*" ? [...parent.stars, key] : parent.stars,
        })),
    );
  }
  return found;
}

/** The data without the nodes at these pointers. */
export function without(data: Json, pointers: ReadonlySet<string>, at = ""): Json {
  if (isList(data)) {
    return data.flatMap((item, index) =>
      pointers.has(child(at, index)) ? [] : [without(item, pointers, child(at, index))],
    );
  }
  if (!isMap(data)) return data;
  const kept: { [key: string]: Json } = Object.create(null);
  for (const [key, value] of Object.entries(data)) {
    if (!pointers.has(child(at, key))) kept[key] = without(value, pointers, child(at, key));
  }
  return kept;
}

/** The tree without the nodes at these pointers. What follows them in a list moves up, and its place with it. */
export function pruned(tree: Tree, gone: ReadonlySet<string>): Tree {
  if (gone.size === 0) return tree;
  const gaps = new Map<string, number[]>();
  for (const pointer of gone) {
    const parent = pointer.slice(0, pointer.lastIndexOf("/"));
    const gap = gaps.get(parent) ?? [];
    gaps.set(parent, gap);
    gap.push(Number(keysIn(pointer).at(-1)));
  }
  const moved = <T>(nodes: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map(
      [...nodes].flatMap(([pointer, node]) => {
        const now = pointerAfter(tree.data, pointer, gone, gaps);
        return now === null ? [] : [[now, node] as const];
      }),
    );
  return { ...tree, data: without(tree.data, gone), places: moved(tree.places), written: moved(tree.written) };
}

/** Where a node stands once others are gone; null where it is gone itself. `gaps` are the indexes gone from each list. */
function pointerAfter(
  data: Json,
  pointer: string,
  gone: ReadonlySet<string>,
  gaps: ReadonlyMap<string, readonly number[]>,
): string | null {
  let [before, after] = ["", ""];
  let here: Json | undefined = data;
  for (const key of keysIn(pointer)) {
    const earlier = isList(here) ? (gaps.get(before) ?? []).filter((index) => index < Number(key)).length : 0;
    before = child(before, key);
    if (gone.has(before)) return null;
    after = child(after, isList(here) ? Number(key) - earlier : key);
    here = isList(here) ? here[Number(key)] : get(here, key);
  }
  return after;
}

/** The place of a key, as a key of `Tree.values`. */
export function placeKey({ line, column }: Location): string {
  return `${line}:${column}`;
}
