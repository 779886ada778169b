import type { Architecture, Layer } from "../../model/architecture.ts";
import { matcher } from "./glob.ts";
import type { Place, PlaceKind } from "./place.ts";
import { plays } from "./roles.ts";

export type PlaceOf = (path: string) => Place | null;

const SERVICE = /^src\/services\/([^/]+)\/(.+)$/;
const TEST_FILE = /(?:^|\/)__tests__\/|\.(?:(?:[\w-]+-)?(?:test|spec)|e2e|bench)\.[cm]?[jt]sx?$/;
const TEST_FOLDER = /^(?:tests?|src\/(?:services\/[^/]+|platform)\/test)\//;
const TOOLING = /^\.?[\w.-]+\.config\.[cm]?[jt]s$/;

/**
 * Gives each file its place: by a layer's `paths` where it has some, else by the layout that keybeam generates. Under a layer's
 * `paths` a file is a test by its name alone, never by its folder.
 */
export function placer(architecture: Architecture): PlaceOf {
  const declared = architecture.layers
    .filter((layer) => layer.paths.length > 0)
    .map((layer) => ({ layer, fits: matcher(layer.paths) }));
  const folders = new Map(
    architecture.layers.filter((layer) => layer.paths.length === 0).map((layer) => [layer.name, layer]),
  );
  const infrastructure = architecture.layers.find((layer) => plays(layer, "infrastructure"))?.name ?? null;
  return (path) => {
    const service = SERVICE.exec(path)?.[1] ?? null;
    const chosen = declared.find(({ fits }) => fits(path));
    if (chosen) return { kind: TEST_FILE.test(path) ? "test" : "layer", layer: chosen.layer.name, service };
    return builtIn(path, infrastructure) ?? inService(path, folders, infrastructure);
  };
}

function builtIn(path: string, infrastructure: string | null): Place | null {
  const service = SERVICE.exec(path)?.[1] ?? null;
  if (TEST_FILE.test(path) || TEST_FOLDER.test(path)) return { kind: "test", layer: null, service };
  if (path.startsWith("src/platform/kernel/")) return place("kernel");
  if (path.startsWith("src/platform/")) return { kind: "platform", layer: infrastructure, service: null };
  if (path.startsWith("src/apps/")) return place("wiring");
  return TOOLING.test(path) ? place("tooling") : null;
}

function inService(path: string, folders: ReadonlyMap<string, Layer>, infrastructure: string | null): Place | null {
  const found = SERVICE.exec(path);
  const service = found?.[1];
  const rest = found?.[2];
  if (service === undefined || rest === undefined) return null;
  const kind = IN_SERVICE.get(rest);
  if (kind !== undefined) return { kind, layer: null, service };
  const folder = rest.includes("/") ? rest.slice(0, rest.indexOf("/")) : "";
  const layer =
    folder === "integrations" && !folders.has(folder) ? infrastructure : (folders.get(folder)?.name ?? null);
  return layer === null ? null : { kind: "layer", layer, service };
}

const IN_SERVICE: ReadonlyMap<string, PlaceKind> = new Map([
  ["contract.ts", "face"],
  ["index.ts", "door"],
  ["service.ts", "wiring"],
]);

function place(kind: PlaceKind): Place {
  return { kind, layer: null, service: null };
}
