import type { Edge } from "../graph.ts";
import { type FoundFact, WHOLE } from "./fact.ts";

/** A member of a module, and what of it: `["store", "list"]` is `list` of its export `store`. */
export interface Reach {
  readonly path: string;
  readonly names: readonly string[];
}

/** The `detail` of a `re-export`: the way to it in the other module, as `store.list`, `*` for all of the module's names, and the module. */
export function detailOf(name: string, specifier: string): string {
  return `${name} from ${specifier}`;
}

export function originIn({ detail }: FoundFact): { readonly name: string; readonly specifier: string } {
  const at = detail.indexOf(" ");
  return { name: detail.slice(0, at), specifier: detail.slice(at + " from ".length) };
}

/** The file that the specifier leads to; null where it leads to none of the project. */
export function fileBehind({ file }: FoundFact, specifier: string): Edge["to"] {
  return file.edges.find(({ fact, to }) => fact.specifier === specifier && to !== null)?.to ?? null;
}

/** What a fact is about whose `name` is the way to it, as `store.list`, and whose `detail` is the module; none where that is no file of the project. */
export function reachOf(fact: FoundFact): readonly Reach[] {
  const file = fileBehind(fact, fact.detail);
  return file === null ? [] : [{ path: file.path, names: fact.name.split(".") }];
}

/** The re-exports among facts, by the path of their file. */
export function passedOnBy(facts: readonly FoundFact[]): ReadonlyMap<string, readonly FoundFact[]> {
  const byPath = new Map<string, FoundFact[]>();
  for (const fact of facts) {
    if (fact.kind !== "re-export") continue;
    const known = byPath.get(fact.file.path) ?? [];
    byPath.set(fact.file.path, known);
    known.push(fact);
  }
  return byPath;
}

/** All modules in which what is reached may be declared, the nearest first, as far as re-exports of modules are known, by their paths. */
export function originsOf(first: Reach, passedOn: ReadonlyMap<string, readonly FoundFact[]>): readonly Reach[] {
  const found = new Map([[keyOf(first), first]]);
  // A map is walked in the order of its keys, those that come on the way with it.
  for (const reach of found.values()) {
    for (const next of behind(reach, passedOn.get(reach.path) ?? [])) found.set(keyOf(next), found.get(keyOf(next)) ?? next);
  }
  return [...found.values()];
}

function keyOf({ path, names }: Reach): string {
  return [path, ...names].join("\0");
}

/** Where modules have it from: by its name, or, where none gives it that, from any whose names are all passed on. */
function behind({ names: [name, ...rest] }: Reach, facts: readonly FoundFact[]): readonly Reach[] {
  if (name === undefined) return [];
  const named = facts.filter((fact) => fact.name === name);
  // `export *` leaves the default export out, and a module as a whole is not another because it has all of its names.
  const chosen = named.length > 0 || name === "default" || name === WHOLE ? named : facts.filter((fact) => fact.name === "*");
  return chosen.flatMap((fact) => {
    const origin = originIn(fact);
    const file = fileBehind(fact, origin.specifier);
    const way = origin.name === "*" ? [] : origin.name.split(".");
    const names = [...way, ...(fact.name === "*" ? [name] : []), ...rest];
    return file === null ? [] : [{ path: file.path, names: names.length === 0 ? [WHOLE] : names }];
  });
}
