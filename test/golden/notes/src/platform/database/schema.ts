/** The schema that holds a service's tables. */
export const schemaOf = (service: string): string => service.replaceAll("-", "_");

/** One role serves all services; null: the one that logs in. */
export const roleOf = (_service: string): string | null => null;

/** A name as SQL takes it, whatever is in it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The tables that the platform keeps in each service's schema. */
export const platformTables = (schema: string): readonly string[] => {
  const table = (name: string): string => `create table if not exists ${quoted(schema)}.${quoted(name)}`;
  return [
    `${table("_migration")} (id text primary key, hash text not null, applied_at timestamptz not null default now())`,
  ];
};
