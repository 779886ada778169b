import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedFile } from "../../model/file-tree.ts";
import { packageRoot } from "../package.ts";

const folder = join(packageRoot, "examples");

/** The names of the examples that come with keybeam, sorted. */
export function exampleNames(): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, "architecture.yaml"))).sort() : [];
}

/** The files of an example: its spec, and what was written by hand for it. */
export function exampleFiles(name: string): readonly GeneratedFile[] {
  return filesUnder(join(folder, name), "");
}

function filesUnder(root: string, prefix: string): readonly GeneratedFile[] {
  return readdirSync(join(root, prefix))
    .sort()
    .flatMap((name) => {
      const path = prefix === "" ? name : `${prefix}/${name}`;
      const stat = lstatSync(join(root, path));
      if (stat.isDirectory()) return name === "node_modules" ? [] : filesUnder(root, path);
      return stat.isFile() ? [{ path, content: readFileSync(join(root, path), "utf8"), ownership: "seeded" as const }] : [];
    });
}
