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

const GONE: DataModel = { tables: [] };

/** By name. One that goes on under another name did not leave. */
export const leftServices = ({ services }: Architecture, { history, contract = [] }: Pick<GenerateOptions, "history" | "contract">): readonly LeftService[] => {
  const present = new Set(services.flatMap(({ name, was }) => (was === null ? [name] : [name, was])));
  return [...(history ?? [])].flatMap(([service, { model }]) => {
    if (model === null || present.has(service)) return [];
    const isNew = model.tables.length > 0 && contract.includes(service);
    return [{ service, model: isNew ? GONE : model, isNew }];
  });
};

export const isDeleted = ({ model }: LeftService): boolean => model.tables.length === 0;

/** What is remembered of services that left, and what deletes the schemas of those that are to go. */
export const left = (services: readonly LeftService[]): readonly GeneratedFile[] => [
  ...services.map(({ service, model }): GeneratedFile => ({ path: recordPath(service), content: printModel(model), ownership: "record" })),
  ...(services.some(isDeleted) ? copied("left") : []),
];
