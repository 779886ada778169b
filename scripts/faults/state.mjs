// What is stored when all is quiet: read where it lies, by the owner of the servers.
import { eventually } from "../black-box/rig/system.mjs";

const QUIET_MS = 150_000;

const ROWS = {
  products: ["catalog", 'select id, sku, stock from "catalog"."products"'],
  reservations: ["catalog", 'select r."order", l.product, l.quantity from "catalog"."stock_reservations" r join "catalog"."reserved_lines" l on l._parent = r.id'],
  customers: ["customers", 'select id, phone, version from "customers"."customers"'],
  orders: ["orders", 'select id, status, note from "orders"."orders"'],
  lines: ["orders", 'select _parent as "order", product, quantity from "orders"."order_lines"'],
  payments: ["payments", 'select id, "order", status from "payments"."payments"'],
  accounts: ["ledger", 'select id, balance from "ledger"."accounts"'],
  entries: ["ledger", 'select id, account, amount, memo from "ledger"."entries"'],
  marks: ["ledger", 'select "order", what from "ledger"."marks" order by _place'],
};

const databaseOf = (system, service) => (system.isAlone ? "shop" : `shop_${service}`);

const rowsOf = (system, [service, text]) => system.database.connected(databaseOf(system, service), async (client) => (await client.query(text)).rows);

const numbered = (rows) => rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, ["stock", "quantity", "balance", "amount", "version"].includes(name) ? Number(value) : value])));

const waitingIn = async (system, service) => {
  const { rows } = await system.database.connected(databaseOf(system, service), (client) => client.query(`select count(*)::int as count from "${service}"."_outbox"`));
  return rows[0].count;
};

/** Keeps what was handled, so that it can come again, and the order in which effects came, whatever clocks say. */
export async function watch(system) {
  await system.broker.connected("shop_broker", (client) =>
    client.query(`create table if not exists handled (like message, handled_at timestamptz default clock_timestamp());
      create or replace function remember() returns trigger language plpgsql as $$ begin insert into handled select old.*; return old; end $$;
      create or replace trigger remember before delete on message for each row execute function remember()`),
  );
  const name = databaseOf(system, "ledger");
  await system.database.connected(name, async (client) => {
    await client.query('alter table "ledger"."marks" add column _place bigint generated always as identity');
    await client.query('do $$ declare r text; begin for r in select rolname from pg_roles where rolname !~ \'^pg_\' loop execute format(\'grant usage on all sequences in schema ledger to %I\', r); end loop; end $$');
  });
}

export const messages = (system) =>
  system.broker.connected("shop_broker", async (client) => (await client.query("select (select count(*)::int from message) as waiting, (select json_agg(d) from (select key, event, subscriber, reason from dead_letter) d) as dead")).rows[0]);

/** Waits until nothing is on its way any more: outboxes and queues are empty. @returns how long that took, in milliseconds */
export async function quiet(system) {
  const begun = performance.now();
  await eventually(
    "outboxes and queues are empty",
    async () => {
      for (const service of ["orders", "payments"]) if ((await waitingIn(system, service)) > 0) return false;
      return (await messages(system)).waiting === 0;
    },
    QUIET_MS,
  );
  return performance.now() - begun;
}

export async function readState(system) {
  const entries = [];
  for (const [name, query] of Object.entries(ROWS)) entries.push([name, numbered(await rowsOf(system, query))]);
  return { ...Object.fromEntries(entries), dead: (await messages(system)).dead ?? [] };
}
