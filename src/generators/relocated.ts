import { posix } from "node:path";
import type { Architecture, LayerRole } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { bySource, relative } from "./service/code/imports.ts";
import { layerFolder } from "./service/scope.ts";

const ROLES: readonly LayerRole[] = ["api", "application", "domain", "data", "infrastructure"];
const STATEMENT = /(?:import|export) (?:type )?(?:\{[^}]*\}|\* as \w+|\*|\w+) from "([^"]+)";\n/gu;
const STATEMENTS = new RegExp(`^(?:${STATEMENT.source})+`, "u");
const SOURCE = /(?<= from ")\.[^"]+(?=";)/gu;

/** Files of a service that are written for the default layers, moved into the layers that play their roles. */
export const relocated = (files: readonly GeneratedFile[], architecture: Architecture): readonly GeneratedFile[] => {
  const folders = new Map<string, string>(ROLES.map((role) => [role, layerFolder(architecture, role)]));
  if ([...folders].every(([role, folder]) => role === folder)) return files;
  const moved = (path: string): string =>
    path.replace(
      /^(src\/services\/[^/]+\/)([^/]+)(?=\/)/u,
      (_, service, folder) => service + (folders.get(folder) ?? folder),
    );
  return files.map((file) => {
    const path = moved(file.path);
    const renamed = file.content.replaceAll(SOURCE, (source) =>
      relative(path, moved(posix.join(posix.dirname(file.path), source))),
    );
    return { ...file, path, content: renamed.replace(STATEMENTS, (block) => sorted(block)) };
  });
};

/** Statements in the order that the formatter keeps. */
const sorted = (block: string): string =>
  [...block.matchAll(STATEMENT)]
    .map(([text, source = ""]) => ({ text, source }))
    .sort((a, b) => bySource(a.source, b.source))
    .map(({ text }) => text)
    .join("");
