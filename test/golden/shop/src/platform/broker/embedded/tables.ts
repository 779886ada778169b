import { connected, createDatabaseIfMissing, holdLock } from "../../database/migrate.ts";

export const ARRIVALS = "message";

const TABLES = [
  `create table if not exists subscription (
    event text not null,
    subscriber text not null,
    primary key (event, subscriber)
  )`,
  `create table if not exists message (
    id uuid not null,
    subscriber text not null,
    position bigint generated always as identity,
    event text not null,
    version int not null,
    key text not null,
    payload jsonb not null,
    envelope jsonb not null,
    attempts int not null default 0,
    available_at timestamptz not null default now(),
    leased_until timestamptz,
    primary key (id, subscriber)
  )`,
  `create index if not exists message_by_key on message (subscriber, key, position)`,
  `create index if not exists message_by_position on message (subscriber, position)`,
  "alter table message add column if not exists expires_at timestamptz not null default 'infinity'",
  `create table if not exists dead_letter (
    id uuid not null,
    subscriber text not null,
    event text not null,
    version int not null,
    key text not null,
    payload jsonb not null,
    envelope jsonb not null,
    attempts int not null,
    reason text not null,
    died_at timestamptz not null default now(),
    primary key (id, subscriber)
  )`,
  "alter table dead_letter add column if not exists expires_at timestamptz not null default 'infinity'",
];

const LOCK = 7_231_905;

/** Makes the broker's tables, and writes down who hears what before anybody speaks. */
export const migrateBroker = async (
  url: string,
  subscriptions: readonly { readonly event: string; readonly subscriber: string }[],
): Promise<void> => {
  await createDatabaseIfMissing(url);
  await connected(url, async (client) => {
    await holdLock(client, LOCK);
    for (const table of TABLES) await client.query(table);
    const rows = JSON.stringify(subscriptions);
    await client.query("begin");
    await client.query("delete from subscription");
    await client.query(
      `insert into subscription (event, subscriber)
        select event, subscriber from jsonb_to_recordset($1::jsonb) as row(event text, subscriber text)`,
      [rows],
    );
    await client.query("commit");
  });
};
