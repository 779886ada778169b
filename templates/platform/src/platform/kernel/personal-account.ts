import type { AccountTable } from "./personal.ts";
import type { Queries } from "./world.ts";

/** All that the accounts hold about a user, by name. */
export const accountRows = async (
  tables: readonly AccountTable[],
  queries: Queries,
  user: string,
): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const found: [string, readonly unknown[]][] = [];
  for (const { name, shown, rows } of tables) {
    found.push([name, await queries.run({ name: `privacy ${name}`, text: `select ${shown} from ${rows}` }, [user])]);
  }
  return Object.fromEntries(found);
};

/** Ends the account, with its logins and keys. */
export const endAccount = async (tables: readonly AccountTable[], queries: Queries, user: string): Promise<void> => {
  for (const { name, rows } of tables) {
    await queries.run({ name: `privacy end ${name}`, text: `delete from ${rows}` }, [user]);
  }
};
