import { type MemoryTable, type MemoryWorld, memoryRepository } from "./memory.ts";
import type { Repository, Stored } from "./repository.ts";

/** The repositories of a table, one for each tenant: no row of one is there for another. */
export const memoryOfTenants = <Row extends Stored>(
  world: MemoryWorld,
  table: MemoryTable<Row>,
): ((tenant: string) => Repository<Row>) => {
  const known = new Map<string, Repository<Row>>();
  const make = (tenant: string): Repository<Row> => {
    const own = (name: string): string => `${name} of ${tenant}`;
    // Rows that all tenants share have a table from the beginning.
    const references = table.references.map((reference) =>
      world.tables.has(reference.table) ? reference : { ...reference, table: own(reference.table) },
    );
    for (const { table: name } of references) if (!world.tables.has(name)) world.tables.set(name, new Map());
    return memoryRepository(world, { ...table, name: own(table.name), references });
  };
  return (tenant) => {
    const made = known.get(tenant) ?? make(tenant);
    known.set(tenant, made);
    return made;
  };
};
