import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { ConstraintError } from "../kernel/faults.ts";
import { type MemoryWorld, memoryWorld } from "../kernel/memory.ts";
import type { Repository, Stored } from "../kernel/repository.ts";
import { ok } from "../kernel/result.ts";
import { pageStatement, type Source } from "../kernel/sql.ts";
import type { Database, Migration, Queries, Statement } from "../kernel/world.ts";

/** Two rows of one entity, the second without what is optional, and the first as it may be after a change. */
export interface Sample {
  readonly entity: string;
  readonly rows: readonly [Stored, Stored];
  readonly changed: Stored;
  /** Whether a second row like the first is refused. */
  readonly unique: boolean;
}

type Repositories = Readonly<Record<string, Repository<never>>>;

interface Subject {
  readonly service: string;
  readonly migrations: readonly Migration[];
  readonly memory: (world: MemoryWorld) => object;
  readonly postgres: object;
  readonly statements: readonly Readonly<Record<string, Statement>>[];
  readonly sources: readonly Source[];
  /** In an order in which each may refer to those before it. */
  readonly samples: readonly Sample[];
}

interface Store {
  readonly database: Database;
  readonly of: (entity: string) => Repository<Stored>;
  readonly end: () => Promise<void>;
}

const named = (repositories: object): Store["of"] => {
  const known = new Map(Object.entries(repositories));
  return (entity) => {
    const repository: Repository<Stored> | undefined = known.get(entity);
    if (repository === undefined) throw new Error(`no repository ${entity}`);
    return repository;
  };
};
