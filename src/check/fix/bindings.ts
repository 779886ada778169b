import type { ImportGraph, SourceFile } from "../graph.ts";
import type { ModuleNames } from "./exports.ts";

/** A declaration, by the file it stands in and its name there. */
export interface Binding {
  readonly path: string;
  readonly name: string;
  /** It comes as a type alone. */
  readonly typeOnly: boolean;
}

/** Follows names through the re-exports of a project, on the graph's own imports. Each file is parsed once. */
export class Bindings {
  readonly #files: ReadonlyMap<string, SourceFile>;
  /** For each file, where the import leads of which the specifier begins at an offset. */
  readonly #leads = new Map<string, ReadonlyMap<number, string | null>>();
  readonly #modules = new Map<string, ModuleNames | null>();
  readonly #read: (path: string) => ModuleNames | null;

  /** `read` parses one file's exports. */
  constructor({ files }: ImportGraph, read: (path: string) => ModuleNames | null) {
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#read = read;
  }

  /** The declaration that a file's export stands for; null where none is found, or more than one. */
  of(path: string, name: string): Binding | null {
    return this.#follow(path, name, new Set());
  }

  /** The names that a file exports by itself or by re-exports, sorted; `export *` never brings a default. */
  namesOf(path: string, seen = new Set<string>()): readonly string[] {
    if (seen.has(path)) return [];
    seen.add(path);
    const names = this.#names(path);
    const others = (names?.stars ?? []).flatMap(({ from }) => this.namesOf(this.#at(path, from) ?? "", seen).filter((name) => name !== "default"));
    return [...new Set([...(names?.exported.keys() ?? []), ...others])].sort();
  }

  #follow(path: string, name: string, seen: ReadonlySet<string>): Binding | null {
    const key = `${path} ${name}`;
    const names = this.#names(path);
    if (names === null || seen.has(key)) return null;
    const way = new Set([...seen, key]);
    const own = names.exported.get(name);
    if (own !== undefined && own.from === null) return { path, name: own.name, typeOnly: own.typeOnly };
    if (own !== undefined) return narrowed(this.#through(path, own.from ?? 0, own.name, way), own.typeOnly);
    if (name === "default") return null;
    const found = names.stars.flatMap(({ from, typeOnly }) => narrowed(this.#through(path, from, name, way), typeOnly) ?? []);
    const [first] = found;
    return first !== undefined && found.every((one) => one.path === first.path && one.name === first.name) ? first : null;
  }

  #through(path: string, from: number, name: string, way: ReadonlySet<string>): Binding | null {
    const to = this.#at(path, from);
    if (to === null) return null;
    return name === "*" ? { path: to, name, typeOnly: false } : this.#follow(to, name, way);
  }

  #at(path: string, specifier: number): string | null {
    const known = this.#leads.get(path) ?? new Map(this.#files.get(path)?.edges.map(({ fact, to }) => [fact.start, to?.path ?? null]));
    this.#leads.set(path, known);
    return known.get(specifier) ?? null;
  }

  #names(path: string): ModuleNames | null {
    if (!this.#files.has(path)) return null;
    const known = this.#modules.get(path);
    if (known !== undefined) return known;
    const names = this.#read(path);
    this.#modules.set(path, names);
    return names;
  }
}

function narrowed(binding: Binding | null, typeOnly: boolean): Binding | null {
  return binding === null ? null : { ...binding, typeOnly: binding.typeOnly || typeOnly };
}
