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
  const links = linksOf(modules, target);
  const leading = new Map<Thing, Thing>();
  return (path, isWanted) => {
    const names = links.namesIn(path);
    const search: Search = { modules, links, global, path, isWanted, leading, harmless: new Set() };
    return names && new Set([...names].filter((name) => reaches(name, search)));
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
  readonly path: string;
  readonly isWanted: (path: string) => boolean;
  /** What was found to lead to a declaration, and to which, where whatever can be reached may come out: for all files, whose roads soon meet. */
  readonly leading: Map<Thing, Thing>;
  /** What leads to nothing wanted then, for this file. */
  readonly harmless: Set<Thing>;
}

/** How an export leads to a thing: whether whatever can be reached from there may come out, and from which thing. */
interface Step {
  readonly isDeep: boolean;
  readonly from: Thing | null;
}

/**
 * Walks from an export along names. As long as types are only written down, who names an interface or a class of another file names nothing that it is made
 * of; where something is worked out (`isDeep`), whatever can be reached from there may come out.
 */
function reaches(exportName: string, { modules, links, global, path, isWanted, leading, harmless }: Search): boolean {
  const seen = new Map<Thing, Step>();
  const open: Thing[] = [];
  const enter = (thing: Thing, isDeep: boolean, from: Thing | null): void => {
    const before = seen.get(thing)?.isDeep;
    if (before === true || before === isDeep || (isDeep && harmless.has(thing))) return;
    seen.set(thing, { isDeep, from });
    open.push(thing);
  };
  const enterGlobal = (from: Thing): void => {
    for (const thing of global) enter(thing, true, from);
  };
  const follow = (name: Name, from: Thing, isDeep: boolean): void => {
    const { things, isWhole } = links.named(name, from.file);
    for (const thing of things) enter(thing, isDeep || !isWhole, from);
    const holds = things.length === 0 ? HOLDERS.has(name.path.at(-1) ?? "") : things.every((thing) => thing.isNominal && thing.file !== path);
    if (!holds && name.given.length > 0) enterGlobal(from);
    for (const given of name.given) follow(given, from, isDeep || !holds);
  };
  const isFound = ({ declares, file }: Thing): boolean => declares && file !== path && isWanted(file);
  for (const thing of links.exported(path, exportName).things) enter(thing, false, null);
  for (let thing = open.pop(); thing; thing = open.pop()) {
    const { file, isNominal, isPlain, names, parameters } = thing;
    const isDeep = seen.get(thing)?.isDeep === true;
    const end = isFound(thing) ? thing : isDeep ? leading.get(thing) : undefined;
    if (end && isFound(end)) {
      remember(end, thing, seen, leading);
      return true;
    }
    if (isNominal && file !== path && !isDeep) for (const name of parameters.names) follow(name, thing, !parameters.isPlain);
    else {
      for (const name of names) follow(name, thing, isDeep || !isPlain);
      const loose = isPlain ? undefined : modules.get(file)?.loose;
      if (loose) enter(loose, true, thing);
      if (isDeep || !isPlain) enterGlobal(thing);
    }
  }
  for (const [thing, { isDeep }] of seen) if (isDeep) harmless.add(thing);
  return false;
}

/** Notes the way back from what was found, as far as nothing but what can be reached counts on it: from there it is the same for every file. */
function remember(end: Thing, last: Thing, seen: ReadonlyMap<Thing, Step>, leading: Map<Thing, Thing>): void {
  for (let at: Thing | null = last; at !== null && leading.get(at) !== end; ) {
    const step = seen.get(at);
    if (!step?.isDeep) return;
    leading.set(at, end);
    at = step.from;
  }
}
