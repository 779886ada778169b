import type { Pool, PoolClient } from "pg";
import type { Envelope } from "../kernel/envelope.ts";
import { ConstraintError, UNDONE_UNSEEN, UnavailableError } from "../kernel/faults.ts";
import type { Json } from "../kernel/json.ts";
import { fail, type Result } from "../kernel/result.ts";
import type { Database, OutgoingEvent, Queries, Transaction } from "../kernel/world.ts";
import { faultOf } from "./driver.ts";
import { runOn } from "./pool.ts";

type Work<Value> = (client: PoolClient) => Promise<Result<Value>>;

const CONFLICTS: Readonly<Record<ConstraintError["kind"], string>> = {
  unique: "Something with the same value exists already.",
  reference: "It refers to something that does not exist, or something still refers to it.",
  check: "A value is not allowed here.",
};

const connect = async (pool: Pool): Promise<PoolClient> => {
  try {
    return await pool.connect();
  } catch (error) {
    const fault = faultOf(error);
    throw fault instanceof UnavailableError
      ? fault
      : new UnavailableError("The database cannot be reached now.", { cause: error });
  }
};

/** A constraint that does not hold is a failure like any other; all else goes on up. */
const conflictOrThrow = (error: unknown): Result<never> => {
  const fault = faultOf(error);
  if (fault instanceof ConstraintError) return fail("conflict", CONFLICTS[fault.kind]);
  throw fault;
};

const outcomeUnknown = (): Result<never> =>
  fail("outcomeUnknown", "The connection broke while the change was being saved; it may have taken effect.");

const commit = async <Value>(client: PoolClient, result: Result<Value>): Promise<Result<Value>> => {
  try {
    const { command } = await client.query("commit");
    // A statement had failed, and whoever ran it went on: the database has undone all of it, and says so here alone.
    if (command === "ROLLBACK") throw new Error(UNDONE_UNSEEN);
    return result;
  } catch (error) {
    const fault = faultOf(error);
    if (!(fault instanceof UnavailableError)) throw fault;
    return outcomeUnknown();
  }
};

/** SQLSTATEs after which a statement has surely had no effect. */
const UNDONE = /^(?:25P03|40...|53...|55P03|57014)$/;

const mayHaveRun = (fault: unknown): boolean => {
  if (!(fault instanceof UnavailableError)) return false;
  const code: unknown = fault.cause instanceof Error ? Reflect.get(fault.cause, "code") : undefined;
  return !UNDONE.test(String(code));
};

const runningOnce = (client: PoolClient): Queries => {
  let ran = false;
  return {
    run: (statement, values) => {
      if (ran) throw new Error(`Two statements need a transaction: ${statement.name} would stand without the first.`);
      ran = true;
      return runOn(client, statement, values);
    },
  };
};

/** Runs a single statement, which needs no transaction. */
const alone = async <Value>(pool: Pool, work: Work<Value>): Promise<Result<Value>> => {
  const client = await connect(pool);
  let usable = true;
  try {
    return await work(client);
  } catch (error) {
    const fault = faultOf(error);
    usable = fault instanceof ConstraintError;
    return mayHaveRun(fault) ? outcomeUnknown() : conflictOrThrow(fault);
  } finally {
    client.release(!usable);
  }
};

/** Commits where the work succeeds, rolls back where it fails or throws. */
const inTransaction = async <Value>(pool: Pool, work: Work<Value>): Promise<Result<Value>> => {
  const client = await connect(pool);
  let usable = false;
  try {
    await client.query("begin");
    const result = await work(client);
    const answer = result.ok ? await commit(client, result) : result;
    if (!result.ok) await client.query("rollback");
    usable = answer === result;
    return answer;
  } catch (error) {
    usable = await client.query("rollback").then(
      () => true,
      () => false,
    );
    return conflictOrThrow(error);
  } finally {
    client.release(!usable);
  }
};

/** The same within a transaction that is open already: what fails is undone, what came before it stays. */
const inSavepoint = async <Value>(client: PoolClient, work: Work<Value>): Promise<Result<Value>> => {
  try {
    await client.query("savepoint step");
    const result = await work(client);
    await client.query(result.ok ? "release savepoint step" : "rollback to savepoint step");
    return result;
  } catch (error) {
    await client.query("rollback to savepoint step");
    return conflictOrThrow(error);
  }
};

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

const databaseOver = (
  on: Pick<PoolClient, "query">,
  around: Around,
  aroundOne: Around,
  abilities: Abilities,
): HoldingDatabase => {
  const database: HoldingDatabase = {
    run: (statement, values) => runOn(on, statement, values),
    transaction: (work) => around((client) => work(transactionOn(client, abilities))),
    single: (work) => aroundOne((client) => work(runningOnce(client))),
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

const heldOn = (client: PoolClient, abilities: Abilities): HoldingDatabase => {
  const around: Around = (work) => inSavepoint(client, work);
  return databaseOver(client, around, around, abilities);
};

/** A service's database over its pool of connections. */
export const createDatabase = (pool: Pool, abilities: Abilities): HoldingDatabase =>
  databaseOver(
    pool,
    (work) => inTransaction(pool, work),
    (work) => alone(pool, work),
    abilities,
  );
