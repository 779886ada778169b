import { environmentPaths, impact, type NextMigrations, partOf } from "../../generators/index.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { FileTree } from "../../model/file-tree.ts";
import type { Change, Impact } from "../../model/impact.ts";
import type { Plan, PlannedFile } from "../../model/plan.ts";
import { readKept } from "../../spec/index.ts";
import { type Disk, lastRun } from "../../workspace/index.ts";
import { isMigration } from "../migrations.ts";
import type { Rendering } from "../rendering.ts";

/** A plan told part by part, with what the change means to those who run and call the system. */
export function describedPlan(disk: Disk, architecture: Architecture, { tree, migrations }: Rendering, plan: Plan): Plan {
  const part = partOf(architecture);
  const files = plan.files.map((file) => ({ ...file, part: part(file.path) }));
  const found = impactOn(disk, architecture, tree);
  return { ...plan, files, impact: found === null ? null : { ...found, migrations: migrationsIn(plan.files, migrations) } };
}

/** Null before the first run, and after one of a keybeam that kept no spec. */
function impactOn(disk: Disk, architecture: Architecture, tree: FileTree): Impact | null {
  const last = lastRun(disk);
  const was = last.spec === null ? null : readKept(last.spec);
  if (was === null) return null;
  const rendered = new Map(tree.map(({ path, content }) => [path, content]));
  return impact(was, architecture, environmentPaths.map((path) => ({ was: last.rendered(path), now: rendered.get(path) ?? null })));
}

function migrationsIn(files: readonly PlannedFile[], next: readonly NextMigrations[]): readonly Change[] {
  const deleted = next.flatMap(({ service, deletes }): readonly Change[] => (deletes === undefined ? [] : [{ change: "removed", breaking: true, name: service, says: [`deletes ${deletes}`] }]));
  return [...migrationFiles(files, next), ...deleted];
}

function migrationFiles(files: readonly PlannedFile[], next: readonly NextMigrations[]): readonly Change[] {
  const words = new Map(next.flatMap(({ service, added }) => added.map(({ id, does }) => [`${service}/${id}`, does] as const)));
  return files.flatMap(({ path, action }): readonly Change[] => {
    if (!isMigration(path)) return [];
    const [, service, id] = /^src\/services\/([^/]+)\/.*\/([^/]+)\.ts$/.exec(path) ?? [];
    if (action === "create") return [{ change: "added", breaking: false, name: path, says: words.get(`${service}/${id}`) ?? [] }];
    return action === "replace" ? [{ change: "changed", breaking: true, name: path, says: ["may be applied already"] }] : [];
  });
}
