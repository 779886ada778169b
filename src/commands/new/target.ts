import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const harmless = new Set([".git", "architecture.yaml"]);

/** Why a project cannot be made in a folder; null where it can. A missing folder can; one with only a spec or a git folder too. */
export function targetFault(folder: string): string | null {
  if (!existsSync(folder)) return null;
  if (!statSync(folder).isDirectory()) return "it is a file";
  if (existsSync(join(folder, ".keybeam", "manifest.json"))) return "it holds a project already; `keybeam generate` in it brings it up to date";
  const inTheWay = readdirSync(folder).filter((name) => !harmless.has(name) && !isLeftOver(folder, name)).sort();
  return inTheWay.length === 0 ? null : `it is not empty: ${inTheWay.slice(0, 5).join(", ")}${inTheWay.length > 5 ? " and more" : ""}`;
}

/** What a run leaves that was cut short before it wrote anything. */
const isLeftOver = (folder: string, name: string): boolean => name === ".keybeam" && readdirSync(join(folder, name)).every((entry) => /^(tx|lock.*)$/.test(entry));
