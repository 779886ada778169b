import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import type { KeptFile } from "./history.ts";
import type { GenerateOptions } from "./options.ts";
import { copied } from "./render/index.ts";
import type { DataModel } from "./service/data/model/model.ts";
import { printModel, recordPath } from "./service/data/model/record.ts";

/** A service of which a database may hold a schema that the spec asks for no more. */
export interface LeftService {
  readonly service: string;
  /** Its tables as they were last rendered; none where somebody has asked for their end. */
  readonly model: DataModel;
  /** Whether this rendering is the first that deletes it. */
  readonly isNew: boolean;
  /** Whether the spec has one of that name again, with a schema of its own. */
  readonly isBack: boolean;
}

/** By name. One that goes on under another name did not leave. */
export const leftServices = ({ services }: Architecture, { history, contract = [] }: Pick<GenerateOptions, "history" | "contract">): readonly LeftService[] => {
  const present = new Set(services.flatMap(({ name, was }) => (was === null ? [name] : [name, was])));
  return [...(history ?? [])].flatMap(([service, { model, migrations }]): readonly LeftService[] => {
    if (model === null) return [];
    const { gone } = model;
    if (present.has(service)) return gone === undefined ? [] : [{ service, model, isNew: false, isBack: true }];
    const isNew = model.tables.length > 0 && contract.includes(service);
    const texts = model.migrations ?? new Map(migrations.flatMap(textOf));
    const all = [...new Set([...(gone ?? []), ...texts.keys(), ...migrations.map(idOf)])].sort();
    const now = isNew || model.tables.length === 0 ? { tables: [], gone: isNew ? all : (gone ?? []) } : { tables: model.tables, migrations: texts, ...(gone === undefined ? {} : { gone }) };
    return [{ service, model: now, isNew, isBack: false }];
  });
};

const idOf = ({ path }: KeptFile): string => path.slice(path.lastIndexOf("/") + 1, -".ts".length);

/** Its files go with the service. What somebody else has laid there stays where it is. */
const textOf = (file: KeptFile): readonly (readonly [string, string])[] => (file.generated ? [[idOf(file), file.content]] : []);

/** Whether the migrate step deletes a schema of it. */
export const isDeleted = ({ model }: LeftService): boolean => model.gone !== undefined;

/** What is remembered of services that left, and what deletes the schemas of those that are to go. */
export const left = (services: readonly LeftService[]): readonly GeneratedFile[] => [
  ...services.filter(({ isBack }) => !isBack).map(({ service, model }): GeneratedFile => ({ path: recordPath(service), content: printModel(model), ownership: "record" })),
  ...(services.some(isDeleted) ? copied("left") : []),
];
