import type { Diagnostic, Outcome } from "../model/diagnostic.ts";
import type { DataModel } from "./service/data/model/model.ts";
import { parseModel } from "./service/data/model/record.ts";

/** A file of the project that the next rendering goes on from. */
export interface KeptFile {
  /** POSIX path from the project's folder. */
  readonly path: string;
  readonly content: string;
  /** Whether keybeam wrote it; else somebody laid it beside those. */
  readonly generated: boolean;
}

/** What was rendered of a service's tables until now. */
export interface ServiceHistory {
  /** Null where none was kept. */
  readonly model: DataModel | null;
  /** Sorted by path, which is the order in which they run. */
  readonly migrations: readonly KeptFile[];
}

/** By service. */
export type History = ReadonlyMap<string, ServiceHistory>;

/** Where such files lie; `*` is one name. */
export const historyPaths: readonly string[] = [".keybeam/model/*", "src/services/*/*/migrations/*"];

const RECORD = /^\.keybeam\/model\/([^/]+)\.json$/;
const MIGRATION = /^src\/services\/([^/]+)\/[^/]+\/migrations\/\d{4}-[^/]+\.ts$/;

/** The history that files hold. Null where a record of tables is none: the next migration would be wrong. */
export const readHistory = (files: readonly KeptFile[]): Outcome<History> => {
  const history = new Map<string, ServiceHistory>();
  const faults: Diagnostic[] = [];
  const add = (service: string, part: Partial<ServiceHistory>): unknown =>
    history.set(service, { model: null, migrations: [], ...history.get(service), ...part });
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const [, recorded] = RECORD.exec(file.path) ?? [];
    const [, migrated] = MIGRATION.exec(file.path) ?? [];
    if (migrated !== undefined) add(migrated, { migrations: [...(history.get(migrated)?.migrations ?? []), file] });
    if (recorded === undefined) continue;
    const model = parseModel(file.content);
    if (typeof model === "string") faults.push(brokenRecord(file.path, model));
    else add(recorded, { model });
  }
  return faults.length > 0 ? [null, faults] : [history, []];
};

const brokenRecord = (path: string, why: string): Diagnostic => ({
  rule: "broken-manifest",
  severity: "error",
  message: `The record of the tables cannot be read: ${why}.`,
  at: { file: path, line: 1, column: 1 },
  related: [],
  help: "Bring it back from git.",
});
