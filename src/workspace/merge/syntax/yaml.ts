import { isCollection, isMap, isScalar, isSeq, type Node, type Pair, parseAllDocuments, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { leaf, type List, type Piece, type Tree } from "../tree.ts";
import { commentsIn } from "../trivia.ts";

/** A YAML text as a tree; a sentence where it does not parse, null where it has no keys to merge by. */
export function parseYaml(text: string): Tree | string | null {
  const documents = parseAllDocuments(text, { uniqueKeys: true });
  if (!Array.isArray(documents) || documents.length !== 1) return null;
  const [document] = documents;
  const [fault] = document?.errors ?? [];
  if (fault !== undefined) return fault.message.split("\n")[0] ?? "it does not parse";
  const contents: unknown = document?.contents;
  if (!isMap(contents) || contents.flow === true) return null;
  return listOf(text, contents, 0, text.length) ?? null;
}

/** A block of keys or items between two places; null where its pieces cannot be told apart. */
function listOf(text: string, node: YAMLMap | YAMLSeq, from: number, end: number): Tree | null {
  const pieces: Piece[] = [];
  let cursor = from;
  for (const item of node.items) {
    const piece = isSeq(node) ? elementOf(text, item) : pairOf(text, item);
    if (piece === null || piece.start < cursor) return null;
    const trail = behind.exec(text.slice(piece.end, end))?.[0] ?? "";
    pieces.push({ key: piece.key, lead: text.slice(cursor, piece.start), core: piece.core, trail });
    cursor = piece.end + trail.length;
  }
  const [first, ...rest] = pieces;
  const lead = first?.lead ?? "";
  const plain = first !== undefined && commentsIn(lead).length === 0;
  const header = plain ? "" : from === 0 ? lead : "";
  const head = first === undefined ? [] : [{ ...first, lead: plain || from === 0 ? null : lead }];
  const order = isSeq(node) ? (node.items.some(isCollection) ? "strict" : "loose") : "free";
  const inside: List = { form: "list", separator: "", trailing: false, order, header, open: plain ? lead : "", tail: text.slice(cursor, end), pieces: [...head, ...rest] };
  return { kind: isSeq(node) ? "Sequence list" : "Map list", text: text.slice(from, end), tokens: () => words(text.slice(from, end)), inside };
}

const behind = /^[ \t]+#[^\n]*/;

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly key: string | null;
  readonly core: Tree;
}

function elementOf(text: string, item: unknown): Cut | null {
  if (!isScalar(item) && !isCollection(item)) return null;
  const [start, end] = extentOf(text, item);
  return { start, end, key: isScalar(item) ? `element:${String(item.value)}` : null, core: treeOf(text, item, start, end) };
}

function pairOf(text: string, pair: unknown): Cut | null {
  const { key, value }: Partial<Pair> = isPair(pair) ? pair : {};
  if (!isScalar(key) || key.range == null) return null;
  const [start, keyEnd] = key.range;
  const name = `key:${String(key.value)}`;
  if (!isScalar(value) && !isCollection(value)) return null;
  const [valueStart, end] = extentOf(text, value);
  if (valueStart < keyEnd || end <= valueStart) {
    const empty = text.indexOf(":", keyEnd) + 1;
    return { start, end: empty, key: name, core: leaf("Pair", text.slice(start, empty), () => words(text.slice(start, empty))) };
  }
  const slots = [
    { role: "key", lead: "", tree: leaf("Key", text.slice(start, keyEnd), () => [String(key.value)]) },
    { role: "value", lead: text.slice(keyEnd, valueStart), tree: treeOf(text, value, valueStart, end) },
  ];
  return { start, end, key: name, core: { kind: "Pair", text: text.slice(start, end), tokens: () => words(text.slice(start, end)), inside: { form: "slots", slots } } };
}

const isPair = (value: unknown): value is Pair => typeof value === "object" && value !== null && "key" in value && "value" in value;

/** Where a value begins and ends, without the blank lines and comments that follow it. */
function extentOf(text: string, node: Node): readonly [start: number, end: number] {
  const [start, valueEnd] = node.range ?? [0, 0];
  if (isScalar(node)) return [start, start + text.slice(start, valueEnd).trimEnd().length];
  return [start, start + text.slice(start, valueEnd).replace(/(?:\n[ \t]*(?:#[^\n]*)?)+$/, "").trimEnd().length];
}

function treeOf(text: string, node: Node, start: number, end: number): Tree {
  const own = text.slice(start, end);
  const block = (isMap(node) || isSeq(node)) && node.flow !== true;
  const inside = block ? listOf(text, node, start, end) : null;
  return inside ?? leaf(isScalar(node) ? "Scalar" : "Flow", own, () => (isBlockScalar(node) ? [own] : words(own)));
}

/** Every space of `|` and `>` texts says something. */
const isBlockScalar = (node: Node): node is Scalar => isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
