import type { Architecture, CheckOptions } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { onAffected } from "./affected.ts";
import { type Baseline, baselineOf, type Held, holdAgainst } from "./baseline.ts";
import { buildGraph } from "./build-graph.ts";
import { type FactCache, noCache } from "./cache/cache.ts";
import type { Scene } from "./fix/fix.ts";
import type { CachedJudge, FixPlan } from "./fix/index.ts";
import { type Changed, formerProject } from "./former.ts";
import { applyIgnores, type KnownRules } from "./ignore.ts";
import { type MeaningCache, noMeaningCache, remembering } from "./meaning/cache.ts";
import type { Meaning } from "./meaning/fact.ts";
import { readMeaning } from "./meaning/index.ts";
import type { Project } from "./project.ts";
import { recalled } from "./recalled.ts";
import { ruleIds } from "./rules/ids.ts";
import { rules } from "./rules/index.ts";
import type { CodeRule } from "./rules/rule.ts";
import type { ImportGraph } from "./graph.ts";
import { unresolvedEdges } from "./rules/unresolved-import.ts";

export { type Baseline, baselineText, readBaseline } from "./baseline.ts";
export { openCache } from "./cache/index.ts";
export { isCode } from "./extract/fact.ts";
export type { FixPlan } from "./fix/index.ts";
export type { Changed } from "./former.ts";
export { LIMITS, listFiles } from "./list-files.ts";
export { type Proposal, type ProposedLayer, propose, type Use } from "./propose/index.ts";
export { openMeaningCache } from "./meaning/cache.ts";
export { hideSecrets } from "./meaning/secrets.ts";
export { type Project, projectOf } from "./project.ts";
export { ruleIds };

export interface Wishes {
  /** False where comments in the code are to ignore nothing. */
  readonly inlineConfig?: boolean;
  /** Findings that are accepted; `all` accepts those of this run. */
  readonly baseline?: Baseline | "all" | undefined;
  /** What was changed, added or deleted: findings on these files, on what imports them, and what the change brought about elsewhere are all that is wanted. */
  readonly changed?: Changed | undefined;
  /** What earlier runs found in the files; without it every file is read. */
  readonly cache?: FactCache | undefined;
  /** The same for what rules on meaning have asked. */
  readonly meanings?: MeaningCache | undefined;
  /** Whether a finding's help is to say where `--fix` has a fix for it. */
  readonly offers?: boolean;
  /** The rule that a mistyped one most likely meant, of these names; without it none is named. */
  readonly nearest?: KnownRules["nearest"];
  /** Files that a generator writes: no fix moves them. */
  readonly isOwned?: ((path: string) => boolean) | undefined;
}

export interface Checked {
  /** Sorted by file, line, column and rule. */
  readonly diagnostics: readonly Diagnostic[];
  /** What was looked at, so that silence is never mistaken for a pass. */
  readonly summary: Readonly<Record<"files" | "imports" | "unresolved", number>> & { readonly ignored?: number; readonly known?: number; readonly fixed?: number };
  /** The part of the baseline that is still needed. */
  readonly baseline: Baseline;
}

/** Holds code to an architecture. Nothing of the project is run; nothing but what `project` lists is read. */
export async function check(architecture: Architecture, project: Project, wishes: Wishes = {}): Promise<Checked> {
  const { checked, scene, judge } = await inspect(architecture, project, wishes);
  if (wishes.offers !== true || checked.diagnostics.length === 0) return checked;
  const { withOffers } = await import("./fix/index.ts");
  return { ...checked, diagnostics: await withOffers(scene, judge, checked.diagnostics, wishes) };
}

/** Plans the fixes that are certain for what `check` finds, which comes with them; writes nothing. */
export async function planFixes(architecture: Architecture, project: Project, wishes: Wishes = {}): Promise<FixPlan & { readonly found: readonly Diagnostic[] }> {
  const { checked, scene, judge } = await inspect(architecture, project, wishes);
  const { fixesFor } = await import("./fix/index.ts");
  const plan = await fixesFor(scene, judge, checked.diagnostics, wishes);
  return { ...plan, found: checked.diagnostics };
}

const onTypes: ReadonlySet<string> = new Set(rules.flatMap(({ id, reads }) => (reads?.kinds.includes("signature") ? [id] : [])));

interface Inspected {
  readonly checked: Checked;
  readonly scene: Scene;
  /** Judges code that a fix would make: as a whole, whatever changed, by what is known already of files that are as they were; it leaves nothing in the caches. */
  readonly judge: CachedJudge;
}

async function inspect(architecture: Architecture, project: Project, wishes: Wishes): Promise<Inspected> {
  const { inlineConfig = true, baseline, changed, cache = noCache, nearest = () => null } = wishes;
  const { cache: meanings, tried } = remembering(wishes.meanings ?? noMeaningCache, project.paths);
  const asking = { inlineConfig, nearest };
  const { graph, found, ignored } = await judged(architecture, project, { ...asking, cache, meanings });
  const held = hold(found, graph, baseline);
  const asItWas = async (then: Changed): Promise<Judged> => {
    const former = formerProject(project, then);
    return judged(architecture, former, { ...asking, cache: recalled(graph), meanings: tried(former.paths), without: onTypes });
  };
  const diagnostics = changed === undefined ? held.fresh : onAffected(held.fresh, changed, { graph, before: await asItWas(changed), onTypes });
  const imports = graph.files.reduce((sum, { edges }) => sum + edges.length, 0);
  const looked = { files: graph.files.length, imports, unresolved: unresolvedEdges(graph).length, ...(ignored === 0 ? {} : { ignored }) };
  const accepted = baseline === undefined ? {} : { known: held.known, fixed: held.fixed };
  const checked = { diagnostics, summary: { ...looked, ...accepted }, baseline: held.left };
  const judge: CachedJudge = async (code, facts) => (await inspect(architecture, code, { inlineConfig, baseline, cache: facts, meanings: tried(code.paths) })).scene;
  return { checked, scene: { graph, project, findings: held.fresh }, judge };
}

interface Judged {
  readonly graph: ImportGraph;
  /** What no comment ignores, sorted. */
  readonly found: readonly Diagnostic[];
  readonly ignored: number;
}

interface Asking extends Required<Pick<Wishes, "inlineConfig" | "nearest">> {
  readonly cache: FactCache;
  readonly meanings: MeaningCache;
  /** Rules that are not asked. */
  readonly without?: ReadonlySet<string>;
}

/** What the rules that are on say of code, whatever of it is accepted. */
async function judged(architecture: Architecture, project: Project, { inlineConfig, nearest, cache, meanings, without }: Asking): Promise<Judged> {
  const graph = await buildGraph(architecture, project, cache);
  const wanted = rules.filter((rule) => isOn(rule, architecture.check) && without?.has(rule.id) !== true);
  const meaning = await readMeaning(graph, project, wanted.flatMap(({ reads }) => reads ?? []), meanings);
  const all = wanted.flatMap((rule) => run(rule, graph, meaning));
  const { found, ignored } = inlineConfig ? applyIgnores(all, graph, architecture.check, { names: ruleIds, nearest }) : { found: all, ignored: 0 };
  return { graph, found: [...found].sort(byPlace), ignored };
}

/** A baseline is about code; what is wrong with the spec itself, and files that were not read, are nothing to get used to. */
function hold(found: readonly Diagnostic[], { files, unread }: ImportGraph, baseline: Wishes["baseline"]): Held {
  const code = new Set(files.map(({ path }) => path));
  const onCode = found.filter(({ at }) => code.has(at.file));
  const unseen = new Set(unread.map(({ path }) => path));
  const held = holdAgainst(onCode, baseline === "all" ? baselineOf(onCode) : (baseline ?? []), (path) => unseen.has(path));
  const fresh = new Set(held.fresh);
  return { ...held, fresh: found.filter((one) => fresh.has(one) || !code.has(one.at.file)) };
}

function isOn({ id, onRequest }: CodeRule, { rules: severities }: CheckOptions): boolean {
  const wanted = severities.get(id);
  return wanted === undefined ? onRequest !== true : wanted !== "off";
}

function run(rule: CodeRule, graph: ImportGraph, meaning: Meaning): readonly Diagnostic[] {
  const wanted = graph.architecture.check.rules.get(rule.id);
  const asked = wanted === undefined ? null : wanted === "warn" ? "warning" : "error";
  return rule
    .find(graph, meaning)
    .map((finding) => ({ ...finding, rule: rule.id, severity: asked ?? finding.severity ?? rule.severity }));
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.at.file, b.at.file) ||
    a.at.line - b.at.line ||
    a.at.column - b.at.column ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
