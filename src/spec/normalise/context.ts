import type { Json } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { problem } from "../diagnose.ts";
import { child, get, isMap, keysOf, placeOf, textsOf, type Tree } from "../tree.ts";
import type { Names } from "../types/resolve.ts";

/** What every step of normalising needs: the tree, the names declared in it, and where to say what is wrong. */
export interface Context {
  readonly tree: Tree;
  readonly names: Names;
  readonly found: Diagnostic[];
  /** Pointers of the fields that have no type one could go by. */
  readonly untyped: Set<string>;
  /** Whether rows belong to tenants where nothing else is said. */
  readonly tenants: boolean;
  /** The roles, and which others each extends. */
  readonly extended: ReadonlyMap<string, readonly string[]>;
}

/** A node with its pointer. */
export interface Spot {
  readonly node: Json | undefined;
  readonly pointer: string;
}

export function contextOf(tree: Tree): Context {
  const services = get(tree.data, "services");
  const named = (part: string): ReadonlyMap<string, readonly string[]> =>
    new Map(keysOf(services).map((service) => [service, keysOf(get(services, service, part))]));
  const roles = get(tree.data, "auth", "roles");
  const extended = new Map(keysOf(roles).map((role) => [role, textsOf(get(roles, role, "extends"))]));
  return { tree, extended, names: { entities: named("entities"), types: named("types") }, found: [], untyped: new Set(), tenants: get(tree.data, "tenancy") !== undefined };
}

export function step(spot: Spot, key: string): Spot {
  return { node: get(spot.node, key), pointer: child(spot.pointer, key) };
}

/** The children of a map, by key as written. */
export function entries(spot: Spot): readonly (readonly [key: string, spot: Spot])[] {
  return isMap(spot.node) ? Object.keys(spot.node).map((key) => [key, step(spot, key)]) : [];
}

export function complain(
  context: Context,
  spot: Spot,
  fault: { readonly rule: string; readonly message: string; readonly help: string },
): void {
  context.found.push(problem(fault.rule, placeOf(context.tree, spot.pointer), fault.message, { help: fault.help }));
}

/** One of a few words; the first of them where the spec has none. */
export function oneOf<T extends string>(value: Json | undefined, words: readonly [T, ...T[]]): T {
  return words.find((word) => word === value) ?? words[0];
}

/** The words of a list, or of the one that stands for a list, that are known. */
export function someOf<T extends string>(value: Json | undefined, words: readonly T[]): readonly T[] {
  const listed: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value];
  return listed.flatMap((item) => words.filter((word) => word === item));
}
