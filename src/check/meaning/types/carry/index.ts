/**
 * Which exports need the compiler at all. What a type can consist of is what its syntax names, and what that names: where nothing of that is wanted,
 * no inference can bring it in.
 */
import type { ts } from "ts-morph";
import { globalsOf, type Links, linksOf, type Target } from "./link.ts";
import { moduleOf } from "./module.ts";
import type { Module, Name, Thing } from "./thing.ts";

/**
 * The names under which a file exports what may be of a type that one of the wanted files declares: what is not among them is certainly of none. Null
 * where its exports are not known by their names.
 */
export type Carrying = (path: string, isWanted: (path: string) => boolean) => ReadonlySet<string> | null;

/** Types of the language that consist of what they are given; of all others, such as `ReturnType`, something may be worked out. */
const HOLDERS = new Set([
  "Array", "ReadonlyArray", "Promise", "PromiseLike", "Map", "ReadonlyMap", "Set", "ReadonlySet", "WeakMap", "WeakSet", "WeakRef", "Iterable", "Iterator",
  "IterableIterator", "AsyncIterable", "AsyncIterator", "AsyncIterableIterator", "Generator", "AsyncGenerator",
]);

/** `targets` says where each specifier leads, file by file. */
export function carriers(sources: ReadonlyMap<string, ts.SourceFile>, targets: ReadonlyMap<string, ReadonlyMap<string, string>>): Carrying {
  const target: Target = (from, specifier) => targets.get(from)?.get(specifier);
  const read = [...sources].map(([path, source]) => [path, moduleOf(path, source, [...(targets.get(path)?.keys() ?? [])])] as const);
  const modules = withAdditions(new Map(read), target);
  // Whoever names nothing of it may still reach what it adds to a type of the language, but not what that is called.
  const global = [...globalsOf(modules).values()].flat().map((thing) => ({ ...thing, declares: false, isNominal: false }));
  const search: Search = { modules, links: linksOf(modules, target), global };
  return (path, isWanted) => {
    const names = search.links.namesIn(path);
    return names && new Set([...names].filter((name) => reaches(path, name, isWanted, search)));
  };
}

/** What a file declares for another module counts there. */
function withAdditions(modules: ReadonlyMap<string, Module>, target: Target): ReadonlyMap<string, Module> {
  const merged = new Map(modules);
  for (const { file, additions } of modules.values()) {
    for (const [from, added] of additions) {
      const path = target(file, from) ?? "";
      const to = merged.get(path);
      if (!to) continue;
      const things = new Map(to.things);
      for (const [name, more] of added) things.set(name, together(things.get(name) ?? [], more));
      const names = [...added.keys()].filter((name) => !to.exports.has(name)).map((name) => [name, [name]] as const);
      merged.set(path, { ...to, things, exports: new Map([...to.exports, ...names]) });
    }
  }
  return merged;
}

/** A type is called by its own declaration, whatever is added to it elsewhere. */
function together(own: readonly Thing[], added: readonly Thing[]): readonly Thing[] {
  const isNamed = own.some(({ declares }) => declares);
  return [...own, ...added.map((thing) => ({ ...thing, declares: thing.declares && !isNamed }))];
}

interface Search {
  readonly modules: ReadonlyMap<string, Module>;
  readonly links: Links;
  readonly global: readonly Thing[];
}

/**
 * Walks from an export along names. As long as types are only written down, who names an interface or a class of another file names nothing that it is made
 * of; where something is worked out (`isDeep`), whatever can be reached from there may come out.
 */
function reaches(path: string, exportName: string, isWanted: (path: string) => boolean, { modules, links, global }: Search): boolean {
  const seen = new Map<Thing, boolean>();
  const open: Thing[] = [];
  const enter = (thing: Thing, isDeep: boolean): void => {
    const before = seen.get(thing);
    if (before === true || before === isDeep) return;
    seen.set(thing, isDeep);
    open.push(thing);
  };
  const enterGlobal = (): void => {
    for (const thing of global) enter(thing, true);
  };
  const follow = (name: Name, file: string, isDeep: boolean): void => {
    const { things, isWhole } = links.named(name, file);
    for (const thing of things) enter(thing, isDeep || !isWhole);
    const holds = things.length === 0 ? HOLDERS.has(name.path.at(-1) ?? "") : things.every((thing) => thing.isNominal && thing.file !== path);
    if (!holds && name.given.length > 0) enterGlobal();
    for (const given of name.given) follow(given, file, isDeep || !holds);
  };
  for (const thing of links.exported(path, exportName).things) enter(thing, false);
  for (let thing = open.pop(); thing; thing = open.pop()) {
    const { file, declares, isNominal, isPlain, names, parameters } = thing;
    const isElsewhere = file !== path;
    if (declares && isElsewhere && isWanted(file)) return true;
    const isDeep = seen.get(thing) === true;
    if (isNominal && isElsewhere && !isDeep) for (const name of parameters.names) follow(name, file, !parameters.isPlain);
    else {
      for (const name of names) follow(name, file, isDeep || !isPlain);
      const loose = isPlain ? undefined : modules.get(file)?.loose;
      if (loose) enter(loose, true);
      if (isDeep || !isPlain) enterGlobal();
    }
  }
  return false;
}
