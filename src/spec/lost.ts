import type { Json } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { child, get, isList, isMap, keysIn, keysOf } from "./tree.ts";

/** What was left out of the spec because it does not fit. */
export interface Lost {
  readonly pointers: ReadonlySet<string>;
  /** The names in it, and those that were probably meant. */
  readonly words: ReadonlySet<string>;
  /** The services that are still there, with or without some part. */
  readonly services: ReadonlySet<string>;
}

const actions = new Set(["list", "get", "create", "update", "delete"]);

/** What is lost of the data without the nodes at these pointers. */
export function lostIn(data: Json, pointers: ReadonlySet<string>): Lost {
  return { pointers, words: wordsIn(data, pointers), services: new Set(keysOf(get(data, "services"))) };
}

/** With more that is lost, each with the names that were probably meant. Known services are not in doubt by being named. */
export function withLost(lost: Lost, data: Json, pointers: ReadonlySet<string>, meant: readonly Diagnostic[]): Lost {
  const guesses = meant.flatMap(({ help }) => split(/^Did you mean `([^`]+)`/.exec(help)?.[1] ?? ""));
  const words = [...wordsIn(data, pointers), ...guesses].filter((word) => !lost.services.has(word));
  return { ...lost, pointers: new Set([...lost.pointers, ...pointers]), words: new Set([...lost.words, ...words]) };
}

/** Whether a finding stands whatever the lost parts meant: it is an error, and speaks of nothing that was in them. */
export function believable(diagnostic: Diagnostic, lost: Lost): boolean {
  if (lost.pointers.size === 0) return true;
  if (diagnostic.severity === "warning") return false;
  if (diagnostic.rule === "missing-auth" && [...lost.pointers].some((pointer) => keysIn(pointer).length === 1))
    return false;
  if (diagnostic.rule === "unknown-name" || diagnostic.rule === "unmatched-grant")
    return !mayBeLost(subjectOf(diagnostic), lost);
  if (diagnostic.rule === "unsafe-retry" && partIsLost(subjectOf(diagnostic), lost)) return false;
  const spoken = [...diagnostic.message.matchAll(/`([^`]+)`/g)].flatMap((match) => split(match[1] ?? ""));
  return !spoken.some((word) => lost.words.has(word));
}

/** Whether a part of this operation is lost: it may have said what the finding misses. */
function partIsLost(operation: string, lost: Lost): boolean {
  const [service, name = ""] = operation.split(".");
  return [...lost.pointers].map(keysIn).some((keys) => keys[1] === service && keys.slice(2).includes(name));
}

/** The name that a finding is about: the first in its message. */
export function subjectOf({ message }: Diagnostic): string {
  return /`([^`]+)`/.exec(message)?.[1] ?? "";
}

/** Whether what a name stands for may be in the lost parts. Of `orders.Order.get` it is `Order` that tells. */
function mayBeLost(name: string, lost: Lost): boolean {
  const words = split(name);
  const own = words.filter((word) => !lost.services.has(word));
  if (own.length === 0)
    return [...lost.pointers].some((pointer) => words.some((word) => pointer.startsWith(`/services/${word}/`)));
  const telling = own.length === 1 ? own : own.filter((word) => !actions.has(word));
  return telling.some((word) => lost.words.has(word));
}

/** The words in the nodes at these pointers, keys and values. */
export function wordsIn(data: Json, pointers: ReadonlySet<string>): ReadonlySet<string> {
  const words = new Set<string>();
  if (pointers.size > 0) collect(data, "", pointers, false, words);
  for (const pointer of pointers) {
    // A lost action may be any action of its entity.
    const [, , part, kind, entity] = keysIn(pointer);
    if (part === "api" && kind === "resources" && entity !== undefined) words.add(entity);
  }
  return words;
}

function collect(
  node: Json,
  pointer: string,
  pointers: ReadonlySet<string>,
  inside: boolean,
  words: Set<string>,
): void {
  const lost = inside || pointers.has(pointer);
  if (lost && typeof node === "string") for (const word of split(node.slice(0, 1000))) words.add(word);
  const entries: readonly (readonly [string, Json])[] = isList(node)
    ? node.map((item, index) => [String(index), item])
    : isMap(node)
      ? Object.entries(node)
      : [];
  for (const [key, value] of entries) {
    const here = child(pointer, key);
    if ((lost || pointers.has(here)) && isMap(node)) for (const word of split(key)) words.add(word);
    collect(value, here, pointers, lost, words);
  }
}

export function split(text: string): readonly string[] {
  return text.split(/[^A-Za-z0-9_-]+/).filter((word) => word !== "");
}
