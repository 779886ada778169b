import type { Architecture } from "../model/architecture.ts";
import type { FileTree, GeneratedFile } from "../model/file-tree.ts";
import type { GenerateOptions } from "./options.ts";
import { accounts } from "./accounts.ts";
import { apps } from "./apps.ts";
import { asyncapi } from "./asyncapi.ts";
import { deploy } from "./deploy.ts";
import { functions } from "./functions.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.ts";
import { isDeleted, left, leftServices } from "./left.ts";
import { platform } from "./platform.ts";
import { project } from "./project.ts";
import { service } from "./service/index.ts";
import { tests } from "./tests.ts";

export { accessMatrix } from "./access/matrix.ts";
export { footprint } from "./footprint.ts";
export type { Break } from "./impact/break.ts";
export { compatibility } from "./impact/compatibility.ts";
export { environmentPaths, impact } from "./impact/index.ts";
export { type UnsaidRename, unsaidRenames } from "./impact/unsaid-renames.ts";
export { partOf } from "./part.ts";
export { type History, historyPaths, readHistory } from "./history.ts";
export { renamesOf } from "./renames.ts";
export type { NextMigrations } from "./migrations-of-service.ts";
export { nextMigrations } from "./next-migrations.ts";

/** The whole project that a spec means, sorted by path. The same architecture gives the same bytes. */
export const generate = (asked: Architecture, options: GenerateOptions): FileTree => {
  const gone = leftServices(asked, options);
  const architecture = { ...asked, keepsTables: gone.length > 0 || hasTables(options.history) };
  return united([
    ...architecture.services.flatMap((one) => service(one, architecture, options)),
    ...accounts(architecture, options),
    ...platform(architecture),
    ...apps(architecture, gone.filter(isDeleted)),
    ...left(gone),
    ...asyncapi(architecture),
    ...graphql(architecture),
    ...functions(architecture),
    ...tests(architecture),
    ...project(architecture, options),
    ...deploy(architecture, options),
  ]);
};

const hasTables = (history: History | undefined): boolean => [...(history?.values() ?? [])].some(({ migrations }) => migrations.length > 0);

/** @throws where two generators write one path: a bug, and never settled by who came last */
const united = (files: readonly GeneratedFile[]): FileTree => {
  const byPath = new Map<string, GeneratedFile>();
  for (const file of files) {
    if (byPath.has(file.path)) throw new Error(`two generators write ${file.path}`);
    byPath.set(file.path, file);
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
};
