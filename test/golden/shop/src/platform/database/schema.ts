import { createHash } from "node:crypto";

/** The schema that holds a service's tables. */
export const schemaOf = (service: string): string => service.replaceAll("-", "_");

const LONGEST_NAME = 63;

/** A name that is not too long: Postgres would refuse it or cut it, and two that begin alike would be one. */
export const fitting = (name: string): string =>
  name.length <= LONGEST_NAME
    ? name
    : `${name.slice(0, LONGEST_NAME - 9)}_${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;

/** The role under which a service works: it reaches its own schema and no other. */
export const roleOf = (service: string): string | null => fitting(`shop_${schemaOf(service)}`);

/** A name as SQL takes it, whatever is in it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The tables that the platform keeps in each service's schema. */
export const platformTables = (schema: string): readonly string[] => {
  const table = (name: string): string => `create table if not exists ${quoted(schema)}.${quoted(name)}`;
  return [
    `${table("_migration")} (id text primary key, hash text not null, applied_at timestamptz not null default now())`,
    `${table("_idempotency")} (
      caller text not null,
      method text not null,
      key text not null,
      input_hash text not null,
      answer jsonb,
      created_at timestamptz not null default now(),
      primary key (caller, method, key)
    )`,
    `${table("_outbox")} (
      position bigint generated always as identity primary key,
      id uuid not null,
      event text not null,
      version int not null,
      key text not null,
      payload jsonb not null,
      envelope jsonb not null,
      created_at timestamptz not null default now()
    )`,
    `${table("_inbox")} (
      subscriber text not null,
      event_id uuid not null,
      received_at timestamptz not null default now(),
      primary key (subscriber, event_id)
    )`,
  ];
};
