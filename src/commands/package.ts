import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isRecord, parseJson } from "./json.ts";

/** The folder of keybeam's own package: this file lies in it, as source or bundled. */
export const packageRoot: string = rootAbove(dirname(fileURLToPath(import.meta.url)));

function rootAbove(folder: string): string {
  if (existsSync(join(folder, "package.json")) && existsSync(join(folder, "schemas"))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error("keybeam's own package.json is not there");
  return rootAbove(above);
}

/** The version of this keybeam. */
export function packageVersion(): string {
  const data = parseJson(readFileSync(join(packageRoot, "package.json"), "utf8"));
  if (!isRecord(data) || typeof data.version !== "string") throw new Error("keybeam's own package.json says no version");
  return data.version;
}
