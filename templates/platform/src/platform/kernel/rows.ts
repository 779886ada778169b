import type { Queries, Statement } from "./world.ts";

/** Runs a statement whose first value is a list of rows as JSON; no rows, no statement. */
export const insertRows = async (
  queries: Queries,
  statement: Statement,
  rows: readonly object[],
  ...more: readonly string[]
): Promise<void> => {
  if (rows.length > 0) await queries.run(statement, [JSON.stringify(rows), ...more]);
};

interface Owner {
  readonly id: string;
}

/** The rows of owned children, each with its parent and its place in the list. */
export const childRows = <Parent extends Owner>(
  parents: readonly Parent[],
  children: (parent: Parent) => readonly object[],
): readonly object[] =>
  parents.flatMap((parent) =>
    children(parent).map((child, index) => ({ ...child, _parent: parent.id, _position: index })),
  );

/** The rows of a set: who owns it, and one member. */
export const pairRows = <Row extends Owner>(
  owners: readonly Row[],
  members: (owner: Row) => readonly string[],
): readonly object[] => owners.flatMap((owner) => members(owner).map((member) => ({ owner: owner.id, member })));
