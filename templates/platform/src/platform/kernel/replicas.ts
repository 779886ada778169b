import type { Method, MethodContract } from "./contract.ts";
import type { Envelope } from "./envelope.ts";
import { checked } from "./json.ts";
import type { Result } from "./result.ts";
import type { Database, Service } from "./world.ts";

declare module "./world.ts" {
  interface Database {
    /** The same database, whose reads may come from a replica that has all that the caller wrote. Left out where all reads are of the primary. */
    readonly reading?: (envelope: Envelope) => Database;
    /** Notes that the caller may have written, so that replicas that lack it are not read for them. */
    readonly wrote?: (envelope: Envelope) => Promise<void>;
  }
}

/** What a query works with: what it reads decides nothing that is written. */
export const reading = <Ports extends { readonly database: Database }>(ports: Ports, envelope: Envelope): Ports => {
  const database = ports.database.reading?.(envelope);
  return database === undefined ? ports : { ...ports, database };
};

/** The service with each command followed by the note of who wrote: also of one that failed, which may have written on its way. */
export const noting = <Client>(database: Database, service: Service<Client>): Service<Client> => {
  const { wrote } = database;
  if (wrote === undefined) return service;
  const noted = async <Value>(kind: string | undefined, envelope: Envelope, work: () => Promise<Result<Value>>) => {
    try {
      return await work();
    } finally {
      if (kind === "command") await wrote(envelope);
    }
  };
  const { client, contract, routes } = service;
  const contracts = checked<Readonly<Record<string, MethodContract | undefined>>>(contract.methods);
  const methods = Object.entries(checked<Readonly<Record<string, Method<unknown, unknown>>>>(client)).map(
    ([name, method]): readonly [string, Method<unknown, unknown>] => [
      name,
      (envelope, input) => noted(contracts[name]?.kind, envelope, () => method(envelope, input)),
    ],
  );
  return {
    ...service,
    client: checked<Client>(Object.fromEntries(methods)),
    routes: routes.map((route) => ({
      ...route,
      handle: (request) => noted(route.kind, request.envelope, () => route.handle(request)),
    })),
  };
};
