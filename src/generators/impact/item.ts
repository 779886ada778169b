import type { Change } from "../../model/impact.ts";
import type { Difference } from "./differences.ts";

/** Something that others know a system by. Items of two architectures are one where their ids, or the id before a rename, agree. */
export interface Item {
  readonly id: string;
  /** The id before the renames that the spec tells of. */
  readonly was: string;
  /** As others know it. */
  readonly name: string;
}

/** What became of each item. `compare` finds what differs in one that stayed; a name that is another is told of besides. */
export function changesOf<T extends Item>(was: readonly T[], now: readonly T[], compare: (was: T, now: T) => readonly Difference[]): readonly Change[] {
  const old = new Map(was.map((item) => [item.id, item]));
  const pairs = now.map((item) => [old.get(item.id) ?? old.get(item.was), item] as const);
  const stayed = new Set(pairs.map(([before]) => before));
  const changes = [
    ...was.filter((item) => !stayed.has(item)).map(({ name }): Change => ({ change: "removed", breaking: true, name, says: [] })),
    ...pairs.flatMap(([before, item]) => (before === undefined ? [added(item)] : changed(before, item, compare(before, item)))),
  ];
  return changes.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const added = ({ name }: Item): Change => ({ change: "added", breaking: false, name, says: [] });

function changed(before: Item, now: Item, found: readonly Difference[]): readonly Change[] {
  const differences = before.name === now.name ? found : [{ breaking: true, says: `was ${before.name}` }, ...found];
  if (differences.length === 0) return [];
  return [{ change: "changed", breaking: differences.some((one) => one.breaking), name: now.name, says: differences.map(({ says }) => says) }];
}
