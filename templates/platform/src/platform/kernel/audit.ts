import type { Envelope } from "./envelope.ts";
import { checked, type Json } from "./json.ts";
import type { Queries, Statement } from "./world.ts";

/** What the trail says of the rows of one entity. */
export interface Audited {
  /** `orders.Order` */
  readonly entity: string;
  /** Fields of which it says that they changed, and not from what to what. */
  readonly secret: readonly string[];
}

/** What was done to one row. */
export interface Change {
  readonly action: string;
  readonly id: string;
  readonly at: string;
  /** Null where there was none, or nobody looked. */
  readonly from: object | null;
  /** Null where there is none any more. */
  readonly to: object | null;
}

/** Notes who did what and when, in the transaction that does it. */
export type AuditTrail = (queries: Queries, envelope: Envelope, about: Audited, change: Change) => Promise<void>;

type Values = Readonly<Record<string, Json>>;

/** Every change has these, and they tell nothing. */
const UNTOLD = new Set(["id", "createdAt", "updatedAt"]);

const changedFields = ({ from, to }: Change, secret: readonly string[]): Json => {
  const [before, after] = [checked<Values>(from ?? {}), checked<Values>(to ?? {})];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !UNTOLD.has(name));
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).sort();
  const told = (name: string): Json =>
    secret.includes(name) ? null : { from: before[name] ?? null, to: after[name] ?? null };
  return Object.fromEntries(changed.map((name) => [name, told(name)]));
};

/** The entry as it is kept: what its hash is of, byte by byte. */
const entryOf = ({ user, service, tenant, requestId }: Envelope, about: Audited, change: Change): string =>
  JSON.stringify({
    at: change.at,
    entity: about.entity,
    id: change.id,
    action: change.action,
    user: user?.id ?? null,
    service,
    tenant,
    requestId,
    changed: changedFields(change, about.secret),
  });

const statementsOf = (schema: string): Readonly<Record<"turn" | "add", Statement>> => ({
  // Held until the transaction ends, so that each entry follows the one before it.
  turn: { name: "audit turn", text: "select pg_advisory_xact_lock(hashtextextended($1, 0))" },
  add: {
    name: "audit add",
    text: `insert into "${schema}"."_audit" (entity, entity_id, entry, hash)
      select $1, $2, $3::text, encode(sha256(convert_to(coalesce(
        (select hash from "${schema}"."_audit" order by position desc limit 1), '') || $3::text, 'UTF8')), 'hex')`,
  },
});

/** The trail in a service's schema: a chain in which the hash of each entry is of it and of the hash before it. */
export const sqlAudit = (schema: string): AuditTrail => {
  const { turn, add } = statementsOf(schema);
  return async (queries, envelope, about, change) => {
    await queries.run(turn, [`audit ${schema}`]);
    await queries.run(add, [about.entity, change.id, entryOf(envelope, about, change)]);
  };
};

/** For tests: nothing is kept. */
export const memoryAudit = (): AuditTrail => async () => {};
