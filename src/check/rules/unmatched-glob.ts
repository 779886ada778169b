import type { Architecture } from "../../model/architecture.ts";
import type { Location } from "../../model/diagnostic.ts";
import type { ImportGraph } from "../graph.ts";
import { matcher } from "../place/glob.ts";
import { packageMatcher } from "./packages.ts";
import type { CodeRule, Finding } from "./rule.ts";

/** What the spec says of packages and of files to leave out is about some that are there; globs of layers are `empty-layer`'s. */
export const unmatchedGlob: CodeRule = {
  id: "unmatched-glob",
  severity: "error",
  find: (graph) => [...exclusions(graph), ...packageGlobs(graph)],
};

function exclusions({ architecture, paths }: ImportGraph): readonly Finding[] {
  return architecture.check.exclude.flatMap((glob, index) => {
    const at = architecture.positions.get(`check.exclude.${index}`);
    if (at === undefined || paths.some(matcher([glob]))) return [];
    const help = "Correct the glob, which counts from the folder of architecture.yaml, or take it out.";
    return [{ message: `"${glob}" under \`check.exclude\` fits no file.`, at, target: glob, related: [], help }];
  });
}

interface Written {
  readonly glob: string;
  readonly key: string;
  readonly at: Location;
}

function packageGlobs(graph: ImportGraph): readonly Finding[] {
  const written = writtenIn(graph.architecture);
  if (written.length === 0) return [];
  const known = [...knownPackages(graph)];
  return written
    .filter(({ glob }) => !known.some(packageMatcher([glob])))
    .map(({ glob, key, at }) => ({
      message: `"${glob}" under \`${key}\` fits no package that is imported or declared.`,
      at,
      target: glob,
      related: [],
      help: "Correct the name, or take it out: what fits nothing guards nothing.",
    }));
}

/** Nothing where a default says it: nobody wrote that line. */
function writtenIn({ layers, positions }: Architecture): readonly Written[] {
  const names = new Set(layers.map(({ name }) => name));
  return layers.flatMap(({ name, packages, neverReaches }) => {
    const [key, globs] = packages === null ? ["", []] : "allow" in packages ? ["packages.allow", packages.allow] : ["packages.deny", packages.deny];
    const never = neverReaches.map((glob, index) => ({ glob, key: `layers.${name}.neverReaches`, index })).filter(({ glob }) => !names.has(glob));
    const all = [...globs.map((glob, index) => ({ glob, key: `layers.${name}.${key}`, index })), ...never];
    return all.flatMap((one) => {
      const at = positions.get(`${one.key}.${one.index}`);
      return at === undefined ? [] : [{ ...one, at }];
    });
  });
}

/** What some file imports, tests too, and what the package.json that holds for a file declares. */
function knownPackages({ files, declaredFor }: ImportGraph): ReadonlySet<string> {
  const known = new Set<string>();
  const seen = new Set<unknown>();
  for (const { path, edges } of files) {
    for (const { target } of edges) if (target.kind === "package") known.add(target.name);
    const declared = declaredFor(path);
    if (declared === null || seen.has(declared)) continue;
    seen.add(declared);
    for (const name of [...declared.production, ...declared.development]) known.add(name);
  }
  return known;
}
