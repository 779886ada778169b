import { ConstraintError, UNDONE_UNSEEN } from "./faults.ts";
import { checked, type Json, overTheWire } from "./json.ts";
import { type ListQuery, pageOf } from "./listing.ts";
import type { Repository, Stored } from "./repository.ts";
import { fail, type Result } from "./result.ts";
import type { Database, OutgoingEvent, Queries, Transaction, World } from "./world.ts";

interface Unique<Row> {
  readonly constraint: string;
  readonly of: (row: Row) => readonly unknown[];
}

interface Reference<Row> {
  readonly constraint: string;
  readonly table: string;
  readonly ids: (row: Row) => readonly (string | null)[];
}

/** A table in memory with the constraints that it has in the database. */
export interface MemoryTable<Row> {
  readonly name: string;
  readonly unique: readonly Unique<Row>[];
  readonly references: readonly Reference<Row>[];
  /** Fields whose text is searched. */
  readonly searched: readonly string[];
}

type Rows = Map<string, Stored>;

/** A world for tests: the tables, what was published, and a clock that stands still unless it is moved. */
export interface MemoryWorld extends World {
  readonly tables: Map<string, Rows>;
  /** Who refers to whom, for the deletes that a reference forbids. */
  readonly references: { readonly from: string; readonly reference: Reference<Stored> }[];
  readonly published: OutgoingEvent[];
}

const silent = (): void => {};

export const memoryWorld = (time: { now: string } = { now: "2026-01-01T00:00:00.000Z" }): MemoryWorld => {
  const tables = new Map<string, Rows>();
  const published: OutgoingEvent[] = [];
  let ids = 0;
  return {
    tables,
    references: [],
    published,
    database: memoryDatabase(tables, published),
    log: { info: silent, warn: silent, error: silent },
    now: () => time.now,
    newId: () => {
      ids += 1;
      return `01900000-0000-7000-8000-${ids.toString(16).padStart(12, "0")}`;
    },
  };
};

const noSql = (): never => {
  throw new Error("A database in memory runs no SQL.");
};

/** Transactions in which a statement failed: whatever comes of them, nothing is kept. */
const failed = new WeakSet<Queries>();

/** Runs a statement; where it fails, so has its transaction. */
const statementOf = async <Value>(queries: Queries, run: () => Value): Promise<Value> => {
  try {
    return run();
  } catch (error) {
    failed.add(queries);
    throw error;
  }
};

const memoryDatabase = (tables: Map<string, Rows>, published: OutgoingEvent[]): Database => {
  const answers = new Map<string, { readonly input: string; readonly result: Result<unknown> }>();
  const begin = (): Transaction => ({
    run: noSql,
    publish: async (_envelope, event) => {
      published.push(event);
    },
  });
  const database: Database = {
    run: noSql,
    transaction: (work) =>
      undoneOnFailure(tables, published, async () => {
        const transaction = begin();
        const result = await work(transaction);
        if (result.ok && failed.has(transaction)) throw new Error(UNDONE_UNSEEN);
        return result;
      }),
    single: (work) => undoneOnFailure(tables, published, () => work(begin())),
    once: async (call, method, input, work) => {
      if (call.idempotencyKey === null) return work(database);
      const key = JSON.stringify([call.service, call.tenant, call.user?.id, method, call.idempotencyKey]);
      const known = answers.get(key);
      if (known !== undefined) return answerAgain(known, input);
      const result = await undoneOnFailure(tables, published, () => work(database));
      if (result.ok) answers.set(key, { input: JSON.stringify(input), result });
      return result;
    },
  };
  return database;
};

const answerAgain = <Value>(known: { input: string; result: Result<unknown> }, input: Json): Result<Value> =>
  known.input === JSON.stringify(input)
    ? checked<Result<Value>>(known.result)
    : fail("conflict", "This idempotency key was used with another input.");

const undoneOnFailure = async <Value>(
  tables: Map<string, Rows>,
  published: OutgoingEvent[],
  work: () => Promise<Result<Value>>,
): Promise<Result<Value>> => {
  const before = [...tables].map(([name, rows]): readonly [string, Rows] => [name, new Map(rows)]);
  const events = published.length;
  const undo = (): void => {
    for (const [name, rows] of before) tables.set(name, rows);
    published.length = events;
  };
  try {
    const result = await work();
    if (!result.ok) undo();
    return result;
  } catch (error) {
    undo();
    if (error instanceof ConstraintError) return fail("conflict", error.message);
    throw error;
  }
};

/** A repository over a table of the world; rows go in and come out as copies, as they do over a wire. */
export const memoryRepository = <Row extends Stored>(world: MemoryWorld, table: MemoryTable<Row>): Repository<Row> => {
  world.tables.set(table.name, new Map());
  for (const reference of table.references) {
    world.references.push({ from: table.name, reference: checked<Reference<Stored>>(reference) });
  }
  const rows = (): Map<string, Row> => checked<Map<string, Row>>(world.tables.get(table.name));
  const get = async (_queries: unknown, id: string): Promise<Row | null> => copyOf(rows().get(id) ?? null);
  return {
    get,
    lock: get,
    list: async (_queries, query) => pageOf(copyOf(selected([...rows().values()], table, query)), query),
    insert: (queries, row) =>
      statementOf(queries, () => {
        if (rows().has(row.id)) throw new ConstraintError("unique", `${table.name}_pkey`);
        hold(world, table, rows(), row);
        rows().set(row.id, copyOf(row));
      }),
    update: (queries, from, to) =>
      statementOf(queries, () => {
        if (rows().get(from.id)?.version !== from.version) return false;
        hold(world, table, rows(), to);
        rows().set(to.id, copyOf(to));
        return true;
      }),
    remove: (queries, row) =>
      statementOf(queries, () => {
        if (rows().get(row.id)?.version !== row.version) return false;
        free(world, table.name, row.id);
        return rows().delete(row.id);
      }),
  };
};

const copyOf = <Value>(value: Value): Value => checked<Value>(overTheWire(value));

/** @throws ConstraintError where the row is a second one of its kind, or refers to nothing */
const hold = <Row extends Stored>(
  world: MemoryWorld,
  table: MemoryTable<Row>,
  rows: ReadonlyMap<string, Row>,
  row: Row,
): void => {
  const others = [...rows.values()].filter((other) => other.id !== row.id);
  for (const { constraint, of } of table.unique) {
    const key = of(row);
    const known = !key.includes(null) && others.some((other) => JSON.stringify(of(other)) === JSON.stringify(key));
    if (known) throw new ConstraintError("unique", constraint);
  }
  for (const { constraint, table: target, ids } of table.references) {
    const known = world.tables.get(target);
    if (ids(row).some((id) => id !== null && known?.has(id) === false))
      throw new ConstraintError("reference", constraint);
  }
};

/** @throws ConstraintError where another row refers to this one */
const free = (world: MemoryWorld, table: string, id: string): void => {
  for (const { from, reference } of world.references.filter((one) => one.reference.table === table)) {
    const rows = [...(world.tables.get(from)?.values() ?? [])];
    const used = rows.some((row) => (from !== table || row.id !== id) && reference.ids(row).includes(id));
    if (used) throw new ConstraintError("reference", reference.constraint);
  }
};

type Values = Readonly<Record<string, Json>>;

const selected = <Row extends Stored>(
  rows: readonly Row[],
  table: MemoryTable<Row>,
  query: ListQuery,
): readonly Row[] => {
  const sign = query.descending ? -1 : 1;
  const compare = (a: readonly unknown[], b: readonly unknown[]): number => sign * order(a, b);
  const keyOf = (row: Row): readonly unknown[] => [checked<Values>(row)[query.sort], row.id];
  const { after } = query;
  return rows
    .filter((row) => Object.entries(query.filters).every(([field, value]) => checked<Values>(row)[field] === value))
    .filter((row) => query.reach?.holds(row) ?? true)
    .filter((row) => query.search === null || contains(checked<Values>(row), table.searched, query.search))
    .filter(
      (row) => after === null || compare(keyOf(row), [query.sort === "id" ? after.id : after.value, after.id]) > 0,
    )
    .sort((a, b) => compare(keyOf(a), keyOf(b)))
    .slice(0, query.limit + 1);
};

const contains = (row: Values, fields: readonly string[], text: string): boolean =>
  fields.some((field) =>
    String(row[field] ?? "")
      .toLowerCase()
      .includes(text.toLowerCase()),
  );

const order = (a: readonly unknown[], b: readonly unknown[]): number => {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (typeof left === "number" && typeof right === "number" && left !== right) return left - right;
    if (left !== right) return String(left) < String(right) ? -1 : 1;
  }
  return 0;
};
