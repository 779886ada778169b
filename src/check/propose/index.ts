import type { Architecture } from "../../model/architecture.ts";
import { buildGraph } from "../build-graph.ts";
import { declarations } from "../declared.ts";
import { isCode } from "../extract/fact.ts";
import type { SourceFile } from "../graph.ts";
import type { Project } from "../project.ts";
import { type Group, groupsOf } from "./group.ts";
import { ordered } from "./order.ts";

export interface ProposedLayer extends Group {
  /** Layers, by their number in the proposal, that this one imports, and how often. */
  readonly uses: readonly Use[];
  /** Those of which it imports nothing but types. */
  readonly typesOf: readonly Use[];
  /** Imports against the direction that most take; the proposal does not allow them. */
  readonly against: readonly Use[];
}

export interface Use {
  readonly layer: number;
  readonly imports: number;
}

/** A guess at the layers of code that has no spec yet. */
export interface Proposal {
  /** What the root's package.json calls the project, without its scope; empty where it says nothing. */
  readonly name: string;
  /** Empty where there is no code. */
  readonly layers: readonly ProposedLayer[];
  /** Folders under `src/services`, sorted: what looks like a service. */
  readonly services: readonly string[];
  readonly files: number;
  readonly imports: number;
  /** Files of code that could not be read, sorted: bundles, most likely. */
  readonly unread: readonly string[];
}

/** Proposes layers from folders, workspaces and the imports that are there. `blank` is an architecture without layers of the project's own. */
export async function propose(blank: Architecture, project: Project): Promise<Proposal> {
  const { files, unread } = await buildGraph(blank, project);
  const bound = files.filter(({ place }) => place?.kind !== "test" && place?.kind !== "tooling");
  const manifests = project.paths.filter((path) => path === "package.json" || path.endsWith("/package.json"));
  const groups = groupsOf(bound.map(({ path }) => path), manifests);
  const traffic = trafficBetween(groups, bound);
  const rank = new Map(ordered(traffic.all).map((group, index) => [group, index]));
  const layers = groups.map((group, from) => ({ ...group, ...relations(from, traffic, rank) }));
  const services = new Set(bound.flatMap(({ path }) => /^src\/services\/([a-z][a-z0-9-]*)\//.exec(path)?.[1] ?? []));
  return {
    name: (declarations(project)("")?.name ?? "").replace(/^@[^/]*\//, ""),
    layers,
    services: [...services].sort(),
    files: files.length,
    imports: files.reduce((sum, { edges }) => sum + edges.length, 0),
    unread: unread.map(({ path }) => path).filter(isCode),
  };
}

interface Traffic {
  readonly all: readonly (readonly number[])[];
  readonly ofTypes: readonly (readonly number[])[];
}

function trafficBetween(groups: readonly Group[], files: readonly SourceFile[]): Traffic {
  const home = new Map(groups.flatMap((group, index) => group.files.map((path) => [path, index] as const)));
  const all = groups.map(() => groups.map(() => 0));
  const ofTypes = groups.map(() => groups.map(() => 0));
  const add = (table: number[][], from: number, to: number): void => {
    const row = table[from];
    if (row !== undefined) row[to] = (row[to] ?? 0) + 1;
  };
  for (const { path, edges } of files) {
    for (const { to, fact } of edges) {
      const [a, b] = [home.get(path), home.get(to?.path ?? "")];
      if (a === undefined || b === undefined || a === b) continue;
      add(all, a, b);
      if (fact.typeOnly) add(ofTypes, a, b);
    }
  }
  return { all, ofTypes };
}

function relations(from: number, { all, ofTypes }: Traffic, rank: ReadonlyMap<number, number>): Pick<ProposedLayer, "uses" | "typesOf" | "against"> {
  const used = (all[from] ?? []).map((imports, layer) => ({ layer, imports })).filter(({ imports }) => imports > 0);
  const isForward = ({ layer }: Use): boolean => (rank.get(from) ?? 0) < (rank.get(layer) ?? 0);
  const isTypes = ({ layer, imports }: Use): boolean => ofTypes[from]?.[layer] === imports;
  const forward = used.filter(isForward);
  return {
    uses: forward.filter((use) => !isTypes(use)),
    typesOf: forward.filter(isTypes),
    against: used.filter((use) => !isForward(use)),
  };
}
