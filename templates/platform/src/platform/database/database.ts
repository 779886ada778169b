import type { Pool, PoolClient } from "pg";
import type { Envelope } from "../kernel/envelope.ts";
import type { Json } from "../kernel/json.ts";
import type { Result } from "../kernel/result.ts";
import type { Database, OutgoingEvent, Queries, Transaction } from "../kernel/world.ts";
import { runOn } from "./pool.ts";
import { inSavepoint, inTransaction } from "./transaction.ts";

/** What a database does beyond statements and transactions. */
export interface Abilities {
  readonly publish: (queries: Queries, envelope: Envelope, event: OutgoingEvent) => Promise<void>;
  readonly once: <Value>(
    database: HoldingDatabase,
    envelope: Envelope,
    method: string,
    input: Json,
    work: (database: Database) => Promise<Result<Value>>,
  ) => Promise<Result<Value>>;
}

export interface HoldingDatabase extends Database {
  /** One transaction around all that the work does; its own transactions, one after the other, are savepoints in it. */
  readonly hold: <Value>(work: (database: HoldingDatabase) => Promise<Result<Value>>) => Promise<Result<Value>>;
}

type Around = <Value>(work: (client: PoolClient) => Promise<Result<Value>>) => Promise<Result<Value>>;

const databaseOver = (on: Pick<PoolClient, "query">, around: Around, abilities: Abilities): HoldingDatabase => {
  const database: HoldingDatabase = {
    run: (statement, values) => runOn(on, statement, values),
    transaction: (work) => around((client) => work(transactionOn(client, abilities))),
    hold: (work) => around((client) => work(heldOn(client, abilities))),
    once: (envelope, method, input, work) =>
      envelope.idempotencyKey === null ? work(database) : abilities.once(database, envelope, method, input, work),
  };
  return database;
};

const transactionOn = (client: PoolClient, abilities: Abilities): Transaction => {
  const queries: Queries = { run: (statement, values) => runOn(client, statement, values) };
  return { ...queries, publish: (envelope, event) => abilities.publish(queries, envelope, event) };
};

const heldOn = (client: PoolClient, abilities: Abilities): HoldingDatabase =>
  databaseOver(client, (work) => inSavepoint(client, work), abilities);

/** A service's database over its pool of connections. */
export const createDatabase = (pool: Pool, abilities: Abilities): HoldingDatabase =>
  databaseOver(pool, (work) => inTransaction(pool, work), abilities);
