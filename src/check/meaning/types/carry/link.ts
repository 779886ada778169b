import type { Module, Name, Source, Thing } from "./thing.ts";

/** The things that a name stands for, and whether all of its path was followed: of `a.b` where `a` is a value, nobody knows what `b` is without its type. */
export interface Found {
  readonly things: readonly Thing[];
  readonly isWhole: boolean;
}

/** Finds what names stand for. */
export interface Links {
  readonly named: (name: Name, file: string) => Found;
  readonly exported: (file: string, name: string) => Found;
  /** All that a file exports; null where that has no names in its syntax. */
  readonly namesIn: (file: string) => ReadonlySet<string> | null;
}

/** Where a specifier leads from a file. */
export type Target = (from: string, specifier: string) => string | undefined;

const NONE: Found = { things: [], isWhole: true };

/** Interfaces that have their first declaration, and so their name, in the language. */
const OF_THE_LANGUAGE = new Set(
  ["Array", "Date", "Error", "Function", "Map", "Number", "Object", "Promise", "RegExp", "Set", "String", "Symbol"].flatMap((name) => [name, `${name}Constructor`]),
);

/** What every file can name, by its names. */
export function globalsOf(modules: ReadonlyMap<string, Module>): ReadonlyMap<string, readonly Thing[]> {
  const found = new Map<string, readonly Thing[]>();
  for (const { global } of modules.values()) {
    for (const [name, things] of global) {
      const added = OF_THE_LANGUAGE.has(name) ? things.map((thing) => ({ ...thing, declares: false })) : things;
      found.set(name, [...(found.get(name) ?? []), ...added]);
    }
  }
  return found;
}

/** What `export =` and assignments to `module.exports` export has no names in the syntax. */
function isUnnamed({ exports, isOpaque }: Module): boolean {
  return isOpaque || exports.has("export=");
}

export function linksOf(modules: ReadonlyMap<string, Module>, target: Target): Links {
  const global = globalsOf(modules);
  const moduleAt = (from: string, specifier: string): Module | undefined => modules.get(target(from, specifier) ?? "");
  // A package of which the code declares what it exports.
  const ambient = [...modules.values()].flatMap(({ file, additions }) =>
    additions.flatMap(([specifier, things]) => (moduleAt(file, specifier) ? [] : [...things.values()].flat())),
  );
  const everything = new Map<Module, Thing[]>();
  const known = new WeakMap<Name, Found>();
  const stars = new Map<Module, readonly Module[]>();
  const given = new Map<Module, ReadonlySet<string> | null>();
  const settled = new Map<string, Found>();
  const gathering = new Set<Module>();
  /** How often a circle of modules was cut short, so that what was found is not all. */
  let cuts = 0;

  const named: Links["named"] = (name, file) => {
    const module = modules.get(file);
    const found = known.get(name) ?? (module ? local(module, name.path, new Set()) : NONE);
    known.set(name, found);
    return found;
  };
  return {
    named,
    exported: (file, name) => {
      const module = modules.get(file);
      return module ? exported(module, [name], new Set()) : NONE;
    },
    namesIn: (file) => {
      const module = modules.get(file);
      return module ? namesGiven(module) : new Set();
    },
  };

  /** The modules that one exports whole. */
  function starsOf(module: Module): readonly Module[] {
    const before = stars.get(module);
    if (before) return before;
    const found = module.stars.flatMap((star) => moduleAt(module.file, star) ?? []);
    stars.set(module, found);
    return found;
  }

  /** All names that a module exports, those of the modules that it exports whole with them; null where one of these has none. */
  function namesGiven(module: Module): ReadonlySet<string> | null {
    const before = given.get(module);
    if (before !== undefined) return before;
    const all = new Set([module]);
    // What is added while it is walked is walked too.
    for (const one of all) for (const other of starsOf(one)) all.add(other);
    const names = [...all].some(isUnnamed) ? null : new Set([...all].flatMap(({ exports }) => [...exports.keys()]));
    given.set(module, names);
    return names;
  }

  function local(module: Module, [name = "", ...rest]: readonly string[], seen: ReadonlySet<string>): Found {
    const imported = module.imports.get(name) ?? (name.startsWith('"') ? { from: name.slice(1), name: null } : undefined);
    if (imported) return behind(module, imported, rest, seen);
    const things = module.things.get(name) ?? global.get(name) ?? [];
    const others = things.filter(({ isNamespace }) => !isNamespace);
    if (rest.length === 0) return { things: others.length > 0 ? others : things, isWhole: true };
    return { things, isWhole: others.length < things.length && others.every(({ isNominal }) => isNominal) };
  }

  function behind({ file }: Module, { from, name }: Source, rest: readonly string[], seen: ReadonlySet<string>): Found {
    const other = moduleAt(file, from);
    if (!other) return { things: ambient, isWhole: false };
    if (name !== null) return exported(other, [name, ...rest], seen);
    return rest.length > 0 ? exported(other, rest, seen) : { things: allOf(other), isWhole: true };
  }

  function exported(module: Module, path: readonly string[], seen: ReadonlySet<string>): Found {
    const [name = ""] = path;
    const key = `${module.file}\n${name}`;
    if (seen.has(key)) {
      cuts++;
      return NONE;
    }
    const whole = `${module.file}\n${path.join("\n")}`;
    const before = settled.get(whole);
    if (before) return before;
    const cutsBefore = cuts;
    const found = exportedThrough(module, path, new Set([...seen, key]));
    // Where no circle was cut, it is the same whatever led here.
    if (cuts === cutsBefore) settled.set(whole, found);
    return found;
  }

  function exportedThrough(module: Module, [name = "", ...rest]: readonly string[], through: ReadonlySet<string>): Found {
    const found = module.exports.get(name);
    if (found !== undefined) return "from" in found ? behind(module, found, rest, through) : local(module, [...found, ...rest], through);
    const others = starsOf(module).filter((other) => namesGiven(other)?.has(name) !== false);
    const starred = others.map((other) => exported(other, [name, ...rest], through)).filter(({ things }) => things.length > 0);
    // Several of them may have it from the same one.
    if (starred.length > 0) return { things: [...new Set(starred.flatMap(({ things }) => things))], isWhole: starred.every(({ isWhole }) => isWhole) };
    return isUnnamed(module) ? { things: allOf(module), isWhole: false } : NONE;
  }

  function allOf(module: Module): readonly Thing[] {
    const before = everything.get(module);
    if (before) {
      if (gathering.has(module)) cuts++;
      return before;
    }
    const found: Thing[] = [module.loose];
    everything.set(module, found);
    gathering.add(module);
    for (const name of module.exports.keys()) found.push(...exported(module, [name], new Set()).things);
    for (const other of starsOf(module)) found.push(...allOf(other));
    gathering.delete(module);
    return found;
  }
}
