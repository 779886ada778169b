import type { Change } from "../../model/impact.ts";
import type { Difference } from "./differences.ts";

/** Something that others know a system by. Items of two architectures are one where their ids, or the id before a rename, agree. */
export interface Item {
  readonly id: string;
  /** The id before the renames that the spec tells of. */
  readonly was: string;
  /** As others know it. */
  readonly name: string;
  /** Where the spec says it, as `services.orders.operations.place`. */
  readonly at: string;
}

/** What became of an item, with all that differs in it. The place in the old spec is null where it was added, that in the new one where it is gone. */
export interface Compared {
  readonly change: Change["change"];
  readonly name: string;
  readonly wasAt: string | null;
  readonly nowAt: string | null;
  readonly differences: readonly Difference[];
}

/** What became of each item, for those who run and call the system. */
export const changesOf = <T extends Item>(was: readonly T[], now: readonly T[], compare: (was: T, now: T) => readonly Difference[]): readonly Change[] =>
  comparedOf(was, now, compare).map(({ change, name, differences }) => ({
    change,
    breaking: change === "removed" || differences.some((one) => one.breaking),
    name,
    says: differences.map(({ says }) => says),
  }));

/** What became of each item, sorted by name. `compare` finds what differs in one that stayed; a name that is another is told of besides. */
export function comparedOf<T extends Item>(was: readonly T[], now: readonly T[], compare: (was: T, now: T) => readonly Difference[]): readonly Compared[] {
  const old = new Map(was.map((item) => [item.id, item]));
  const pairs = now.map((item) => [old.get(item.id) ?? old.get(item.was), item] as const);
  const stayed = new Set(pairs.map(([before]) => before));
  const changes = [
    ...was.filter((item) => !stayed.has(item)).map(({ name, at }): Compared => ({ change: "removed", name, wasAt: at, nowAt: null, differences: [] })),
    ...pairs.flatMap(([before, item]) => (before === undefined ? [added(item)] : changed(before, item, compare(before, item)))),
  ];
  return changes.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const added = ({ name, at }: Item): Compared => ({ change: "added", name, wasAt: null, nowAt: at, differences: [] });

function changed(before: Item, now: Item, found: readonly Difference[]): readonly Compared[] {
  const differences = before.name === now.name ? found : [{ breaking: true, says: `was ${before.name}` }, ...found];
  if (differences.length === 0) return [];
  return [{ change: "changed", name: now.name, wasAt: before.at, nowAt: now.at, differences }];
}
