import type { Architecture, Layer } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Edge, ImportGraph, SourceFile } from "../graph.ts";
import { placer } from "../place/index.ts";
import { resolver, type Resolve } from "../resolve/index.ts";
import { folderOf } from "../resolve/paths.ts";
import type { Edit, Fix, Maker, Scene } from "./fix.ts";
import { isNamedElsewhere } from "./mentions.ts";
import { importersOf, trueLayer } from "./neighbours.ts";
import { specifierFor } from "./specifier.ts";

/** The graph of all code, what the spec excludes too: whoever imports a file that moves must be known. */
export type WholeGraph = (scene: Scene) => Promise<ImportGraph>;

/**
 * Moves a file that imports what its layer may not to the layer that it belongs to, and rewrites whoever imports it. It is certain where
 * everybody who imports it is of one other layer, nothing of its own layer holds it, its place there is plain and free, and no other text
 * names it. What is imported wrongly is never moved to its importer: that would only hide the finding.
 */
export function moveFile(wholeGraph: WholeGraph, isOwned: (path: string) => boolean): Maker {
  return async (scene) => {
    const wrong = new Set(scene.findings.filter(({ rule, at }) => rule === "layer-uses" && !isOwned(at.file)).map(({ at }) => at.file));
    const importers = importersOf(wrong, scene.graph);
    const hopeful = scene.graph.files.flatMap((file) => {
      const layer = wrong.has(file.path) ? trueLayer(file, importers.get(file.path) ?? []) : null;
      const to = layer === null ? null : placeIn(layer, file, scene.graph);
      return to === null ? [] : [{ file, to }];
    });
    if (hopeful.length === 0) return [];
    const whole = await wholeGraph(scene);
    if (whole.unread.length > 0) return [];
    return hopeful.flatMap(({ file, to }) => fixOf(file.path, to, whole, scene) ?? []);
  };
}

/** The same path below the other layer's folder; null where that is not plain, or not free. */
function placeIn(layer: string, { path, place }: SourceFile, { architecture, paths }: ImportGraph): string | null {
  const [from, to] = [place?.layer ?? "", layer].map((name) => folderIn(architecture, name, place?.service ?? null));
  if (from === null || from === undefined || to === null || to === undefined || !path.startsWith(from)) return null;
  const moved = to + path.slice(from.length);
  const there = placer(architecture)(moved);
  const isTaken = paths.some((one) => one.toLowerCase() === moved.toLowerCase());
  return !isTaken && there?.kind === "layer" && there.layer === layer && there.service === place?.service ? moved : null;
}

/** The one folder of a layer, with a slash at its end; null where its globs say it in another way. */
function folderIn({ layers }: Architecture, name: string, service: string | null): string | null {
  const layer = layers.find((one) => one.name === name);
  if (layer === undefined) return null;
  if (layer.paths.length === 0) return service === null ? null : `src/services/${service}/${name}/`;
  return plainFolder(layer);
}

function plainFolder({ paths: [glob = "", ...others] }: Layer): string | null {
  const folder = /^(?:\.\/)?((?:[\w@-][\w@.-]*\/)+)(?:\*\*)?$/.exec(glob)?.[1];
  return others.length > 0 ? null : (folder ?? null);
}

function fixOf(path: string, to: string, whole: ImportGraph, scene: Scene): Fix | null {
  const file = whole.files.find((one) => one.path === path);
  if (file === undefined || dependsOnPlace(file, scene) || isNamedElsewhere(path, whole, scene.project)) return null;
  const paths = new Set(scene.project.paths.map((one) => (one === path ? to : one)));
  const resolve = resolver(paths, (one) => scene.project.read(one === to ? path : one)[0]);
  const edits = rewritten(file, to, whole, resolve, scene);
  if (edits === null) return null;
  return { title: `${path}: move to ${to}`, cures: scene.findings.filter((one) => isLayerFault(one, path)), edits, move: { from: path, to } };
}

function isLayerFault({ rule, at }: Diagnostic, path: string): boolean {
  return rule === "layer-uses" && at.file === path;
}

/** Whether the file asks where it lies, or names others in ways that are not plain imports. */
function dependsOnPlace({ path, edges }: SourceFile, { project }: Scene): boolean {
  const text = project.read(path)[0] ?? "";
  if (/\bimport\s*\.\s*meta\b|\b__(?:dirname|filename)\b/.test(text)) return true;
  return edges.some(({ fact }) => fact.specifier === null || ["url", "worker", "reference", "module"].includes(fact.form));
}

/** Every import, by whomever, leads after the move where it led before; null where one cannot be made to. */
function rewritten(file: SourceFile, to: string, whole: ImportGraph, resolve: Resolve, { project }: Scene): readonly Edit[] | null {
  const edits: Edit[] = [];
  for (const edge of whole.files.flatMap(({ edges }) => edges)) {
    if (edge.to === null || edge.fact.specifier === null) continue;
    const from = edge.from.path === file.path ? to : edge.from.path;
    const goal = edge.to.path === file.path ? to : edge.to.path;
    const now = resolve(from)(edge.fact);
    const leadsThere = now.kind === "file" && now.path === goal;
    const ofThis = from === to && edge.fact.specifier.startsWith(".");
    if (leadsThere && !ofThis) continue;
    const edit = ofThis || goal === to ? editOf(edge, goal, folderOf(from), resolve, project.read(edge.from.path)[0] ?? "") : null;
    if (edit === null && !leadsThere) return null;
    if (edit !== null) edits.push(edit);
  }
  return edits;
}

function editOf(edge: Edge, goal: string, folder: string, resolve: Resolve, text: string): Edit | null {
  const { start, end, specifier } = edge.fact;
  const quote = text.charAt(start);
  const isPlain = text.slice(start, end) === `${quote}${specifier}${quote}`;
  const written = isPlain ? specifierFor(edge, goal, folder, resolve) : null;
  return written === null ? null : { path: edge.from.path, start, end, text: `${quote}${written}${quote}` };
}
