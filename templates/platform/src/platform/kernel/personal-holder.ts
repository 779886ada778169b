import type { PersonalEntity, PersonalTable } from "./personal.ts";
import { type Erased, eraseRows, erasureRecords, type Note } from "./personal-erasure.ts";
import { rowIds, type Store, shownRows } from "./personal-rows.ts";

/** A service that holds rows about users, wherever it is. */
export interface PersonalHolder {
  /** The ids of the rows of an entity whose subject is one of these. */
  readonly find: (entity: string, whose: readonly string[]) => Promise<readonly string[]>;
  readonly show: (entity: string, ids: readonly string[]) => Promise<readonly unknown[]>;
  readonly erase: (user: string, entity: string, ids: readonly string[]) => Promise<Erased>;
  /** Notes that an erasure begins, or that it ended: then answers that were kept for the user go, too. */
  readonly note: (user: string, isFinished: boolean) => Promise<void>;
}

export interface Holding {
  readonly schema: string;
  readonly tables: readonly PersonalTable[];
  readonly store: Store;
  /** Whether answers to commands are kept. */
  readonly keepsAnswers: boolean;
}

/** The holder at hand, over its own database. */
export const sqlHolder = ({ schema, tables, store, keepsAnswers }: Holding, note: Note): PersonalHolder => {
  const tableOf = (entity: string): PersonalTable => {
    const table = tables.find((one) => one.entity === entity);
    if (table === undefined) throw new Error(`There is nothing about users in ${entity}.`);
    return table;
  };
  const records = erasureRecords(schema);
  const forget = { name: "erase answers", text: `delete from "${schema}"."_idempotency" where caller like $1` };
  return {
    find: (entity, whose) => rowIds(tableOf(entity), store, whose),
    show: (entity, ids) => shownRows(tableOf(entity), store, ids),
    erase: (user, entity, ids) => eraseRows(schema, tableOf(entity), store, user, ids, note),
    note: async (user, isFinished) => {
      await store.database.run(isFinished ? records.finish : records.begin, [user]);
      if (isFinished && keepsAnswers) await store.database.run(forget, [`%"${user}"%`]);
    },
  };
};

export type HolderOf = (service: string) => PersonalHolder;

/** So many rows at once, so that neither a message nor the time for its answer grows too long. */
const MOST_AT_ONCE = 200;

const inParts = async <Value>(
  ids: readonly string[],
  work: (part: readonly string[]) => Promise<Value>,
): Promise<readonly Value[]> => {
  const values: Value[] = [];
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
    values.push(await work(ids.slice(from, from + MOST_AT_ONCE)));
  }
  return values;
};

/** The ids of a user's rows by entity. Those that others refer to come last in the list, and are asked first. */
const idsOf = async (
  entities: readonly PersonalEntity[],
  holderOf: HolderOf,
  user: string,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, readonly string[]>();
  for (const { service, entity, of } of entities.toReversed()) {
    const whose = of === null ? [user] : (found.get(of) ?? []);
    found.set(entity, (await inParts(whose, (part) => holderOf(service).find(entity, part))).flat());
  }
  return found;
};

/** All that the services hold about a user, by entity. */
export const exportPerson = async (
  entities: readonly PersonalEntity[],
  holderOf: HolderOf,
  user: string,
): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const ids = await idsOf(entities, holderOf, user);
  const all: [string, readonly unknown[]][] = [];
  for (const { service, entity } of entities) {
    const rows = await inParts(ids.get(entity) ?? [], (part) => holderOf(service).show(entity, part));
    all.push([entity, rows.flat()]);
  }
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
};

/**
 * Erases what the services hold about a user, those rows that refer to others first: begun again after it was cut
 * short, it finds what is left and does the rest.
 */
export const erasePerson = async (
  entities: readonly PersonalEntity[],
  services: readonly string[],
  holderOf: HolderOf,
  user: string,
): Promise<Erased> => {
  for (const service of services) await holderOf(service).note(user, false);
  const ids = await idsOf(entities, holderOf, user);
  const erased = { deleted: 0, replaced: 0, left: 0 };
  for (const { service, entity } of entities) {
    for (const part of await inParts(ids.get(entity) ?? [], (some) => holderOf(service).erase(user, entity, some))) {
      erased.deleted += part.deleted;
      erased.replaced += part.replaced;
      erased.left += part.left;
    }
  }
  for (const service of services) await holderOf(service).note(user, true);
  return erased;
};
