import type { Architecture } from "../model/architecture.ts";
import { nextAccountMigrations } from "./accounts/migrations.ts";
import { type LeftService, leftServices } from "./left.ts";
import type { NextMigrations } from "./migrations-of-service.ts";
import type { GenerateOptions } from "./options.ts";
import { migrationsOf } from "./service/data/migrations.ts";
import type { Pending } from "./service/data/model/step.ts";
import { scopeOf } from "./service/scope.ts";

/** Of each service that left and whose data is there still, or whose tables change or hold more than the spec asks for. */
export const nextMigrations = (architecture: Architecture, options: Pick<GenerateOptions, "history" | "contract">): readonly NextMigrations[] => {
  const { history, contract } = options;
  return [
    ...architecture.services.flatMap((service) => {
      const { added, pending } = migrationsOf(scopeOf(service, architecture), history, contract ?? []);
      if (added.length + pending.length === 0) return [];
      return [{ service: service.name, added, pending: distinct(pending).map((one) => ({ ...one, of: `${service.name}.${one.of}` })) }];
    }),
    ...nextAccountMigrations(architecture, options),
    ...leftServices(architecture, { ...(history === undefined ? {} : { history }), contract: contract ?? [] }).flatMap((one) => nextOf(one)),
  ];
};

/** Of a field of two columns, as money is, once. */
const distinct = (pending: readonly Pending[]): readonly Pending[] => [...new Map(pending.map((one) => [`${one.of}: ${one.message}`, one])).values()];

function nextOf(one: LeftService): readonly NextMigrations[] {
  const { service, model, isNew, isBack } = one;
  if (isBack || model.tables.length + (isNew ? 1 : 0) === 0) return [];
  if (isNew) return [{ service, added: [], pending: [], deletes: `the schema of ${service} with what it holds` }];
  const message = `the service left the spec, and its schema stays with what it holds: ${model.tables.map(({ name }) => name).join(", ")}`;
  return [{ service, added: [], pending: [{ of: service, message }] }];
}
