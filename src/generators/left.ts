import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import type { GenerateOptions } from "./options.ts";
import { copied } from "./render/index.ts";
import type { DataModel } from "./service/data/model/model.ts";
import { printModel, recordPath } from "./service/data/model/record.ts";

/** A service that left the spec, and whose schema a database may hold still. */
export interface LeftService {
  readonly service: string;
  /** Its tables as they were last rendered; none where somebody has asked for their end. */
  readonly model: DataModel;
  /** Whether this rendering is the first that deletes it. */
  readonly isNew: boolean;
}

/** By name. One that goes on under another name did not leave. */
export const leftServices = ({ services }: Architecture, { history, contract = [] }: Pick<GenerateOptions, "history" | "contract">): readonly LeftService[] => {
  const present = new Set(services.flatMap(({ name, was }) => (was === null ? [name] : [name, was])));
  return [...(history ?? [])].flatMap(([service, { model, migrations }]) => {
    if (model === null || present.has(service)) return [];
    const isNew = model.tables.length > 0 && contract.includes(service);
    const ids = model.migrations ?? migrations.map(({ path }) => idOf(path));
    return [{ service, model: { tables: isNew ? [] : model.tables, migrations: ids }, isNew }];
  });
};

/** Its files go with the service, so that the ids are kept with its record. */
const idOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1, -".ts".length);

export const isDeleted = ({ model }: LeftService): boolean => model.tables.length === 0;

/** What is remembered of services that left, and what deletes the schemas of those that are to go. */
export const left = (services: readonly LeftService[]): readonly GeneratedFile[] => [
  ...services.map(({ service, model }): GeneratedFile => ({ path: recordPath(service), content: printModel(model), ownership: "record" })),
  ...(services.some(isDeleted) ? copied("left") : []),
];
