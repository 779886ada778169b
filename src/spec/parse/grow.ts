import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Json } from "../../model/architecture.ts";
import type { Diagnostic, Location } from "../../model/diagnostic.ts";
import { problem, shown } from "../diagnose.ts";
import { maxKeys, maxNodes } from "../read/limits.ts";
import { child, type Placed, placeKey, type Tree, type Written } from "../tree.ts";
import type { Lines } from "./lines.ts";
import { scalarProblem } from "./scalar.ts";

interface Growth {
  readonly lines: Lines;
  readonly places: Map<string, Location>;
  readonly written: Map<string, Written>;
  readonly values: Map<string, Placed>;
  readonly found: Diagnostic[];
  nodes: number;
}

/** The nodes of a YAML document as data and places. Tags, anchors, aliases, merge and duplicate keys are refused on the way. */
export function growTree(document: Document.Parsed, lines: Lines): readonly [Tree, readonly Diagnostic[]] {
  const growth: Growth = { lines, places: new Map(), written: new Map(), values: new Map(), found: [], nodes: 0 };
  const data = document.contents === null ? null : grow(document.contents, "", growth);
  const top = lines.at(document.contents?.range?.[0] ?? 0);
  if (growth.nodes > maxNodes) {
    growth.found.push(
      problem("too-many-nodes", top, `The spec has ${growth.nodes} nodes; ${maxNodes} are allowed.`, {
        help: "Split the system.",
      }),
    );
  }
  return [{ data, places: growth.places, written: growth.written, values: growth.values, top }, growth.found];
}

function grow(node: Node, pointer: string, growth: Growth): Json {
  growth.nodes += 1;
  refuseMarks(node, growth);
  if (isMap(node)) return growMap(node, pointer, growth);
  if (isSeq(node)) return growList(node, pointer, growth);
  return isScalar(node) ? growScalar(node, pointer, growth) : null;
}

function refuseMarks(node: Node, growth: Growth): void {
  if (!isAlias(node) && node.anchor === undefined && node.tag === undefined) return;
  const [start, end] = node.range ?? [0, 0];
  const at = growth.lines.at(start, end);
  if (isAlias(node)) {
    growth.found.push(
      problem("yaml-anchor", at, "An alias (`*…`) stands here; a spec has none.", {
        help: "Write the value out, or quote it where it is text.",
      }),
    );
    return;
  }
  if (node.anchor !== undefined) {
    growth.found.push(
      problem("yaml-anchor", at, `An anchor (${shown(`&${node.anchor}`)}) stands here; a spec has none.`, {
        help: "Delete it, or quote the value where it is text.",
      }),
    );
  }
  if (node.tag !== undefined) {
    growth.found.push(
      problem("yaml-tag", at, `A tag (${shown(node.tag)}) stands here; a spec has none.`, {
        help: "Delete the tag, or quote the value where it is text.",
      }),
    );
  }
}

function growList(list: YAMLSeq, pointer: string, growth: Growth): Json {
  if (list.items.length > maxKeys) growth.found.push(tooMany(growth.lines.at(list.range?.[0] ?? 0), list.items.length));
  return list.items.map((item, index) => {
    const here = child(pointer, index);
    const node = isPair(item) ? null : asNode(item);
    const [start, end] = node?.range ?? list.range ?? [0, 0];
    growth.places.set(here, growth.lines.at(start, end));
    return node === null ? null : grow(node, here, growth);
  });
}

function growMap(map: YAMLMap, pointer: string, growth: Growth): Json {
  const data: { [key: string]: Json } = Object.create(null);
  const seen = new Map<string, Location>();
  if (map.items.length > maxKeys) growth.found.push(tooMany(growth.lines.at(map.range?.[0] ?? 0), map.items.length));
  for (const pair of map.items) {
    const key = keyOf(pair, growth);
    if (key === null) continue;
    const { name, at } = key;
    const first = seen.get(name.normalize("NFC"));
    if (first !== undefined) {
      growth.found.push(
        problem("duplicate-key", at, `The key ${shown(name)} stands here a second time.`, {
          related: [{ message: "the first is here", at: first }],
          help: "Keep one of the two.",
        }),
      );
      continue;
    }
    seen.set(name.normalize("NFC"), at);
    const here = child(pointer, name);
    growth.places.set(here, at);
    const value = asNode(pair.value);
    noteValue(value, key, growth);
    data[name] = value === null ? null : grow(value, here, growth);
  }
  return data;
}

interface Key {
  readonly name: string;
  readonly at: Location;
}

function noteValue(value: Node | null, { name, at }: Key, growth: Growth): void {
  const type = isMap(value) ? asNode(value.get("type", true)) : null;
  const [start, end] = (type ?? value)?.range ?? [0, 0];
  const place = growth.lines.at(start, end);
  if (start < end && place.line === place.endLine) growth.values.set(placeKey(at), { key: name, at: place });
}

function keyOf(pair: Pair, growth: Growth): Key | null {
  const node = asNode(pair.key);
  if (node === null) return null;
  const [start, end] = node.range ?? [0, 0];
  const at = growth.lines.at(start, end);
  refuseMarks(node, growth);
  if (isAlias(node)) return null;
  if (!isScalar(node)) {
    growth.found.push(
      problem("bad-name", at, "A key is a list or a map; keys are names.", {
        help: "Write a plain name, or quote the text.",
      }),
    );
    return null;
  }
  const name = typeof node.value === "string" ? node.value : (node.source ?? "");
  if (name === "<<") {
    growth.found.push(
      problem("yaml-merge", at, "A merge key (`<<`) stands here; a spec has none.", { help: "Write the keys out." }),
    );
    return null;
  }
  return { name, at };
}

function growScalar(scalar: Scalar, pointer: string, growth: Growth): Json {
  const plain = scalar.type === "PLAIN";
  const text = scalar.source ?? "";
  growth.written.set(pointer, { text, plain });
  const at = growth.places.get(pointer) ?? growth.lines.at(scalar.range?.[0] ?? 0);
  const complaint = scalarProblem(scalar.value, text, plain, at);
  if (complaint !== null) growth.found.push(complaint);
  return typeof scalar.value === "string" || typeof scalar.value === "boolean" || typeof scalar.value === "number"
    ? scalar.value
    : null;
}

function tooMany(at: Location, count: number): Diagnostic {
  return problem("too-many-keys", at, `There are ${count} entries here; ${maxKeys} are allowed.`, {
    help: "Split it.",
  });
}

function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}
