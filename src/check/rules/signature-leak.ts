import type { Architecture, Layer } from "../../model/architecture.ts";
import { closuresOf } from "../closure.ts";
import type { ImportGraph, SourceFile } from "../graph.ts";
import { placeIn } from "../locate.ts";
import { type FoundFact, placeOfFact } from "../meaning/fact.ts";
import type { Place } from "../place/place.ts";
import { entersService } from "./edges.ts";
import type { CodeRule, Finding } from "./rule.ts";
import { acrossServices } from "./strictness.ts";
import { type TypeAllowed, typesAllowedBy } from "./type-allowed.ts";
import { defaultNote, inSpec, list, placeName } from "./words.ts";

/** What a layer exports names no type that the layer could not import itself, be it written or worked out by the compiler. */
export const signatureLeak: CodeRule = {
  id: "signature-leak",
  severity: "error",
  reads: { kinds: ["signature"], asks: reachesForbidden, wants: isForbidden },
  find: (graph, meaning) => {
    const files = new Map(graph.files.map((file) => [file.path, file]));
    const allowed = allowedIn(graph);
    return meaning("signature").flatMap((fact) => {
      const [path = "", type = ""] = fact.detail.split("\n");
      const declared = files.get(path);
      const from = fact.file.place;
      if (!declared?.place || from === null || allowed(from, declared.place) || imports(fact.file, path)) return [];
      return finding(fact, type, from, declared.place, declared, graph.architecture);
    });
  },
};

const known = new WeakMap<ImportGraph, TypeAllowed>();

function allowedIn(graph: ImportGraph): TypeAllowed {
  const allowed = known.get(graph) ?? typesAllowedBy(graph.architecture);
  known.set(graph, allowed);
  return allowed;
}

const JUDGED = new Set(["layer", "platform", "kernel", "face"]);

/** A file whose imports lead, by whatever way, to nothing that it may not name cannot leak it. */
function reachesForbidden(file: SourceFile, graph: ImportGraph): boolean {
  const { path, place } = file;
  if (place === null || !JUDGED.has(place.kind)) return false;
  return [...(closuresOf(graph).partOf.get(path)?.places.values() ?? [])].some((to) => isForbidden(file, to, graph));
}

function isForbidden({ place }: SourceFile, to: Place, graph: ImportGraph): boolean {
  return place !== null && !allowedIn(graph)(place, to);
}

/** What a file imports by itself is the affair of `layer-uses` and `service-contract`. */
function imports({ edges }: SourceFile, path: string): boolean {
  return edges.some(({ to }) => to?.path === path);
}

/** How the spec would allow it, for whoever means it so. */
function allowing(layer: Layer | undefined, to: string | null, across: boolean): string {
  if (layer === undefined || to === null || across) return "";
  return `; or, where ${layer.name} may know that layer's types, write \`typesOf: [${[...layer.typesOf, to].join(", ")}]\` on it`;
}

function finding(fact: FoundFact, type: string, from: Place, to: Place, declared: SourceFile, architecture: Architecture): Finding {
  const layer = architecture.layers.find(({ name }) => name === from.layer);
  const across = entersService({ from, to });
  const at = { file: declared.path, ...placeIn(declared, fact.other ?? 0) };
  const may = layer && !across ? `${layer.name} may name types of ${list([layer.name, ...layer.uses, ...layer.typesOf])}.${defaultNote(layer, architecture)} ` : "";
  const line = across
    ? inSpec(architecture, `the service ${to.service}`, `services.${to.service}`)
    : inSpec(architecture, `${from.layer} uses ${list(layer?.uses ?? [])}`, `layers.${from.layer}.uses`, `layers.${from.layer}`);
  return {
    ...(across ? { severity: acrossServices(architecture) } : {}),
    message: `The signature of ${fact.name} in ${placeName(from)} leaks ${type}, a type of ${placeName(to)}.`,
    at: placeOfFact(fact),
    target: `${fact.name} ${declared.path} ${type}`,
    related: [{ message: `${type} is declared here`, at }, ...line],
    help: `${may}Give it a type of its own, and turn the one into the other on the way${allowing(layer, to.layer, across)}.`,
  };
}
