import type { HoldingDatabase } from "../database/database.ts";
import { quoted, schemaOf } from "../database/schema.ts";
import { traceIdOf } from "../ids.ts";
import { methodOf } from "../kernel/client.ts";
import type { Method } from "../kernel/contract.ts";
import { uncancelled } from "../kernel/deadline.ts";
import { type Callee, type Deferred, WAITING } from "../kernel/deferred.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { checked } from "../kernel/json.ts";
import { fail, isFaultCode, ok, type Result } from "../kernel/result.ts";
import type { Log, Queries, Service } from "../kernel/world.ts";
import { startLoop } from "../loop.ts";
import type { Platform } from "../platform.ts";
import type { Metrics } from "../telemetry/metrics.ts";

/** How long a callee that is away is left alone. */
const PAUSE_MS = 1_000;
/** So often, a pause apart, a call may end as `internal`: time to mend the callee, and no longer, for all others wait behind it. */
const MOST_FAILURES = 600;
/** Of such failures the first is logged, and then one in so many. */
const LOGGED_EVERY = 60;

type Context = Pick<Envelope, "user" | "tenant" | "requestId" | "traceparent">;

interface Row {
  readonly position: number;
  readonly event: string;
  readonly payload: Deferred & { readonly failures?: number };
  readonly envelope: Context;
}

const statementsOf = (service: string) => {
  const table = `${quoted(schemaOf(service))}."_outbox"`;
  const waiting = `event like '${WAITING}%'`;
  return {
    // Another instance that is at it keeps the order; it lasts as long as the transaction.
    lock: { name: "deliveries lock", text: "select pg_try_advisory_xact_lock(hashtext($1)) as mine" },
    next: {
      name: "deliveries next",
      text: `select position, event, payload, envelope from ${table} where ${waiting} and key = $1 order by position limit 1`,
    },
    done: { name: "deliveries done", text: `delete from ${table} where position = $1` },
    refused: {
      name: "deliveries refused",
      text: `update ${table} set event = 'refused:' || substr(event, ${WAITING.length + 1}) where position = $1`,
    },
    failed: {
      name: "deliveries failed",
      text: `update ${table} set payload = payload || jsonb_build_object('failures', $2::int) where position = $1`,
    },
    depth: { name: "deliveries depth", text: `select count(*)::int as depth from ${table} where ${waiting}` },
  };
};

const callOf = (service: string, { contract, client }: Callee, row: Row): Promise<Result<unknown>> => {
  const name = row.event.slice(row.event.lastIndexOf(".") + 1);
  const method = methodOf(contract, name);
  const run = checked<Readonly<Record<string, Method<unknown, unknown>>>>(client)[name];
  if (method === undefined || run === undefined) return Promise.resolve(fail("notFound", `${name} is gone.`));
  const envelope: Envelope = {
    ...row.envelope,
    service,
    deadline: performance.now() + method.timeoutMs,
    cancellation: uncancelled,
    idempotencyKey: row.payload.idempotencyKey,
  };
  return run(envelope, row.payload.input);
};

/** By what a call that waits is told in the log. */
const fieldsOf = ({ event, envelope }: Row) => ({
  call: event.slice(WAITING.length),
  traceId: traceIdOf(envelope.traceparent),
});

/** Notes that the callee failed; false where it did so too often, and the call has to make room. */
const mayFailAgain = async (service: string, row: Row, held: Queries, log: Log): Promise<boolean> => {
  const failures = (row.payload.failures ?? 0) + 1;
  if (failures > MOST_FAILURES) return false;
  await held.run(statementsOf(service).failed, [row.position, failures]);
  const fields = { ...fieldsOf(row), failures };
  if (failures % LOGGED_EVERY === 1) log.warn("a call that waits fails, and the others wait behind it", fields);
  return true;
};

/** Carries the first call that waits for one callee; false where there is none, or where it has to wait still. */
const deliverTo = async (service: string, callee: Callee, database: HoldingDatabase, log: Log): Promise<boolean> => {
  const statements = statementsOf(service);
  const target = callee.contract.service;
  const delivered = await database.hold(async (held) => {
    const [lock] = await held.run<{ mine: boolean }>(statements.lock, [`calls of ${service} to ${target}`]);
    const [row] = lock?.mine === true ? await held.run<Row>(statements.next, [target]) : [];
    if (row === undefined) return ok(false);
    const result = await callOf(service, callee, row);
    if (!result.ok && isFaultCode(result.failure.code)) {
      const isAway = result.failure.code !== "internal";
      if (isAway || (await mayFailAgain(service, row, held, log))) return ok(false);
    }
    const fields = fieldsOf(row);
    await held.run(result.ok ? statements.done : statements.refused, [row.position]);
    if (result.ok) log.info("a call that waited is made", fields);
    else log.error("a call that waited is refused", { ...fields, failure: result.failure });
    return ok(true);
  });
  return delivered.ok && delivered.value;
};

/** Makes one call that waits for each callee of a service; true where there may be more. */
export const deliver = async (
  { contract, deferred = [] }: Pick<Service<unknown>, "contract" | "deferred">,
  database: HoldingDatabase,
  log: Log,
): Promise<boolean> => {
  const made = await Promise.all(deferred.map((callee) => deliverTo(contract.service, callee, database, log)));
  return made.includes(true);
};

/** Makes the calls that wait, in their order, whenever their callee is there again. */
export const startDeliveries = (
  platform: Platform,
  services: readonly Service<unknown>[],
  metrics: Metrics,
): { readonly stop: () => Promise<void> } => {
  const loops = services
    .filter(({ deferred = [] }) => deferred.length > 0)
    .map((service) => {
      const name = service.contract.service;
      const database = platform.databaseOf(name);
      const log = platform.log.with({ service: name });
      metrics.gauge(`${schemaOf(name)}_calls_waiting`, `Calls of ${name} that wait for their callee`, async () => {
        const [row] = await database.run<{ depth: number }>(statementsOf(name).depth, []);
        return row?.depth ?? 0;
      });
      return startLoop(`the calls of ${name} that wait`, PAUSE_MS, log, () => deliver(service, database, log));
    });
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
};
