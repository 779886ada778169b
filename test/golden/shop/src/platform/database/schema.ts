/** The schema that holds a service's tables. */
export const schemaOf = (service: string): string => service.replaceAll("-", "_");

/** The role under which a service works: it reaches its own schema and no other. */
export const roleOf = (service: string): string | null => `shop_${schemaOf(service)}`;

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
