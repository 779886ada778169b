import { isComponent, scriptOf } from "../extract/component.ts";
import { closureOf, closuresOf } from "../closure.ts";
import type { ImportGraph, SourceFile } from "../graph.ts";
import type { Place } from "../place/place.ts";
import type { Project } from "../project.ts";
import { candidates, concerns } from "./candidates.ts";
import type { Fact, FoundFact, Kind, Meaning } from "./fact.ts";
import { type MeaningCache, noMeaningCache } from "./cache.ts";
import { passedOnBy, reachOf, originsOf } from "./passed-on.ts";
import { secretsIn } from "./secrets.ts";
import { type Trees, treesOf } from "./trees.ts";

/** What a rule asks the code, and of which files. */
export interface Question {
  readonly kinds: readonly Kind[];
  readonly asks: (file: SourceFile, graph: ImportGraph) => boolean;
  /** A kind that is looked for as well, in the files to which what was found of another leads, by the specifier that is its `detail`, and by what passes it on. */
  readonly follows?: { readonly from: Kind; readonly kind: Kind };
  /** Of a `signature`: whether the rule wants to know where the file names types of this place; where it is missing, it always does. */
  readonly wants?: Wants;
}

export type Wants = (file: SourceFile, place: Place, graph: ImportGraph) => boolean;

interface Reading {
  readonly project: Project;
  readonly cache: MeaningCache;
  readonly trees: Trees;
}

/**
 * Answers rules' questions about what code means. The parser is loaded for a file that holds a word in question, and for no other; the compiler for
 * files that are asked for their `signature`.
 */
export async function readMeaning(
  graph: ImportGraph,
  project: Project,
  questions: readonly Question[],
  cache: MeaningCache = noMeaningCache,
): Promise<Meaning> {
  const found: FoundFact[] = [];
  const asked = graph.files.map((file) => ({ file, kinds: questions.filter(({ asks }) => asks(file, graph)).flatMap((one) => one.kinds) }));
  const typed = asked.flatMap(({ file, kinds }) => (kinds.includes("signature") ? [file] : []));
  const trees = treesOf(new Set(typed.length === 0 ? [] : closureOf(typed, closuresOf(graph)).map(({ path }) => path)));
  const reading = { project, cache, trees };
  for (const { file, kinds } of asked) {
    const plain = kinds.filter((kind) => kind !== "signature" && concerns(kind, file));
    if (plain.length === 0) continue;
    for (const fact of await factsOf(file, plain, reading)) found.push({ ...fact, file });
  }
  found.push(...(await followed(found, questions, graph, reading)));
  if (typed.length > 0) {
    const { readTypes } = await import("./types/index.ts");
    const wanting = questions.filter(({ kinds }) => kinds.includes("signature"));
    const wants = (file: SourceFile, place: Place): boolean => wanting.some((one) => one.wants?.(file, place, graph) ?? true);
    found.push(...(await readTypes(typed, { ...reading, graph, wants })));
  }
  return (kind) => found.filter((fact) => fact.kind === kind);
}

/** What is found in the files to which facts lead, and what these pass on. */
async function followed(found: readonly FoundFact[], questions: readonly Question[], graph: ImportGraph, reading: Reading): Promise<readonly FoundFact[]> {
  const more: FoundFact[] = [];
  for (const { follows, asks } of questions) {
    if (follows === undefined) continue;
    const reached = found.flatMap((fact) => (fact.kind === follows.from ? reachOf(fact) : []));
    const files = new Map(reached.length === 0 ? [] : graph.files.map((file) => [file.path, file]));
    const seen = new Set<string>();
    // Each round knows what the files of the one before it pass on, and with that more files.
    for (let isNew = true; isNew; ) {
      const passedOn = passedOnBy(more);
      const unread = new Set(reached.flatMap((reach) => originsOf(reach, passedOn).map(({ path }) => path)).filter((path) => !seen.has(path)));
      isNew = unread.size > 0;
      for (const path of unread) {
        seen.add(path);
        const file = files.get(path);
        if (file === undefined) continue;
        const facts = await factsOf(file, [follows.kind, "re-export"], reading, `/${follows.kind}/${path}`);
        more.push(...facts.flatMap((fact) => (fact.kind === "re-export" || asks(file, graph) ? { ...fact, file } : [])));
      }
    }
  }
  return more;
}

/** `entry` is the name under which they are kept. */
async function factsOf(file: SourceFile, kinds: readonly Kind[], { project, cache, trees }: Reading, entry = file.path): Promise<readonly Fact[]> {
  const stamp = project.stamp?.(file.path) ?? null;
  const known = stamp === null ? null : cache.recall(entry, stamp, kinds);
  if (known !== null) return known;
  const facts = await read(file, project.read(file.path)[0] ?? "", kinds, trees);
  if (stamp !== null) cache.keep(entry, stamp, kinds, facts);
  return facts;
}

async function read(file: SourceFile, text: string, kinds: readonly Kind[], trees: Trees): Promise<readonly Fact[]> {
  const secrets = kinds.includes("secret") ? secretFacts(text) : [];
  const script = isComponent(file.path) ? scriptOf(file.path, text) : { path: file.path, text };
  const asked = candidates(script, file, kinds);
  if (asked.length === 0) return secrets;
  const { collect } = await import("./collect.ts");
  return [...secrets, ...collect(script.path, script.text, asked, trees)];
}

function secretFacts(text: string): readonly Fact[] {
  return secretsIn(text).map(({ what, name, start, end }) => ({ kind: "secret", name: what, detail: name, start, end, other: null }));
}
