import { isComponent, scriptOf } from "../extract/component.ts";
import type { ImportGraph, SourceFile } from "../graph.ts";
import type { Place } from "../place/place.ts";
import type { Project } from "../project.ts";
import { candidates } from "./candidates.ts";
import type { Fact, FoundFact, Kind, Meaning } from "./fact.ts";
import { type MeaningCache, noMeaningCache } from "./cache.ts";
import { secretsIn } from "./secrets.ts";

/** What a rule asks the code, and of which files. */
export interface Question {
  readonly kinds: readonly Kind[];
  readonly asks: (file: SourceFile, graph: ImportGraph) => boolean;
  /** Of a `signature`: whether the rule wants to know where the file names types of this place; where it is missing, it always does. */
  readonly wants?: Wants;
}

export type Wants = (file: SourceFile, place: Place, graph: ImportGraph) => boolean;

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
  const typed: SourceFile[] = [];
  for (const file of graph.files) {
    const kinds = questions.filter(({ asks }) => asks(file, graph)).flatMap((one) => one.kinds);
    if (kinds.includes("signature")) typed.push(file);
    const plain = kinds.filter((kind) => kind !== "signature");
    if (plain.length === 0) continue;
    for (const fact of await factsOf(file, plain, project, cache)) found.push({ ...fact, file });
  }
  if (typed.length > 0) {
    const { readTypes } = await import("./types/index.ts");
    const wanting = questions.filter(({ kinds }) => kinds.includes("signature"));
    const wants = (file: SourceFile, place: Place): boolean => wanting.some((one) => one.wants?.(file, place, graph) ?? true);
    found.push(...(await readTypes(typed, { graph, project, cache, wants })));
  }
  return (kind) => found.filter((fact) => fact.kind === kind);
}

async function factsOf(file: SourceFile, kinds: readonly Kind[], project: Project, cache: MeaningCache): Promise<readonly Fact[]> {
  const { path } = file;
  const stamp = project.stamp?.(path) ?? null;
  const known = stamp === null ? null : cache.recall(path, stamp, kinds);
  if (known !== null) return known;
  const facts = await read(file, project.read(path)[0] ?? "", kinds);
  if (stamp !== null) cache.keep(path, stamp, kinds, facts);
  return facts;
}

async function read(file: SourceFile, text: string, kinds: readonly Kind[]): Promise<readonly Fact[]> {
  const secrets = kinds.includes("secret") ? secretFacts(text) : [];
  const asked = candidates(text, file, kinds);
  if (asked.length === 0) return secrets;
  const { collect } = await import("./collect.ts");
  const script = isComponent(file.path) ? scriptOf(file.path, text) : { path: file.path, text };
  return [...secrets, ...collect(script.path, script.text, asked)];
}

function secretFacts(text: string): readonly Fact[] {
  return secretsIn(text).map(({ what, name, start, end }) => ({ kind: "secret", name: what, detail: name, start, end, other: null }));
}
