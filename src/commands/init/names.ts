import { kebab } from "../../model/names.ts";
import { readSpec } from "../../spec/index.ts";

/** A name for each folder that may be a layer's, none twice: the folder's own in kebab-case where that is free, else with `-code` or a number behind it. */
export function layerNames(folders: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return folders.map((folder) => {
    const base = plain(folder);
    const tries = [base, `${base}-code`, ...Array.from({ length: folders.length }, (_, index) => `${base}-${index + 2}`)];
    const name = tries.find((one) => !taken.has(one) && isFree(`layers:\n  ${one}: { uses: [] }`)) ?? `layer-${taken.size + 1}`;
    taken.add(name);
    return name;
  });
}

/** The first of these that can be a system's name, in kebab-case. */
export function systemName(wanted: readonly string[]): string {
  const names = wanted.filter((one) => /[a-z]/i.test(one)).map(plain);
  return names.find((name) => isFree(`layers:\n  one: { uses: [] }`, name)) ?? "system";
}

/** What the language says of a name, asked of the language itself. */
function isFree(layers: string, name = "x"): boolean {
  const [, problems] = readSpec(`keybeam: 1\nname: ${name}\n${layers}\n`, "architecture.yaml");
  return problems.length === 0;
}

function plain(folder: string): string {
  const words = kebab(folder.replace(/[^A-Za-z0-9]+/g, "-")).replace(/^[^a-z]+/, "");
  return words.slice(0, 40).replace(/-+$/, "") || "code";
}
