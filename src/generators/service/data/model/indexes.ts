import { sqlName } from "../../../render/index.ts";
import type { Index, Table } from "./model.ts";
import type { Statements } from "./sql.ts";
import { type Changed, slugOf, type Step, together, unchanged } from "./step.ts";

/** The indexes of a table that was there, built and dropped while others write. */
export const indexesChanged = (before: Table, asked: Table, sql: Statements): Changed<Index> => {
  const there = new Map(before.indexes.map((one) => [one.columns.join(), one]));
  const wanted = new Set(asked.indexes.map((one) => one.columns.join()));
  const slug = (verb: string, one: Index): string => `${verb}-${slugOf(asked.of, ...one.columns)}`;
  // The database builds none on all parts of a table while others write.
  const [apart, how] = asked.partition === undefined ? ["concurrently ", "index concurrently if not exists"] : ["", "index"];
  const waits = asked.partition === undefined ? "" : ", and writes wait meanwhile";
  const built = (one: Index): readonly string[] => [sql.dropIndex(one.name, apart), sql.createIndex(asked.name, one, how)];
  const removed = (one: Index): readonly string[] => [sql.dropIndex(one.name, apart)];
  return together([
    // First what goes: a new index over other columns may have its name.
    ...before.indexes.filter((one) => !wanted.has(one.columns.join())).map((one): Changed<Index> => {
      const step: Step = { phase: "apart", up: removed(one), down: built(one), words: `drops the index of ${asked.of} by ${one.columns.join(" and ")}`, slug: slug("unindex", one) };
      return { ...unchanged<Index>(), steps: [step] };
    }),
    ...asked.indexes.map((one): Changed<Index> => {
      const was = there.get(one.columns.join());
      if (was === undefined) {
        const step: Step = { phase: "apart", up: built(one), down: removed(one), words: `indexes ${asked.of} by ${one.columns.join(" and ")}${waits}`, slug: slug("index", one) };
        return { ...unchanged(one), steps: [step] };
      }
      return was.name === one.name ? unchanged(one) : { ...unchanged(one), steps: [renamed(was, one, sql, slug("rename-index", one))] };
    }),
  ]);
};

const renamed = (was: Index, one: Index, sql: Statements, slug: string): Step => ({
  phase: "open",
  up: [`alter index ${sql.place(was.name)} rename to ${sqlName(one.name)};`],
  down: [`alter index ${sql.place(one.name)} rename to ${sqlName(was.name)};`],
  words: "",
  slug,
});
