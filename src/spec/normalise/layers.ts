import type { Json, Layer, LayerRole } from "../../model/architecture.ts";
import { get, textsOf } from "../tree.ts";
import { entries, type Spot, someOf } from "./context.ts";

const roles: readonly LayerRole[] = ["api", "application", "domain", "data", "infrastructure"];

const plain = { typesOf: [], paths: [], entry: [], packages: null, builtins: true, neverReaches: [] };

/** The layers where the spec names none. */
const defaultLayers: readonly Layer[] = [
  { ...plain, name: "api", uses: ["application", "infrastructure"], typesOf: ["domain"], role: ["api"] },
  { ...plain, name: "application", uses: ["domain"], role: ["application"] },
  { ...plain, name: "domain", uses: [], packages: { allow: [] }, builtins: false, role: ["domain"] },
  { ...plain, name: "data", uses: ["application", "domain", "infrastructure"], role: ["data"] },
  { ...plain, name: "infrastructure", uses: ["application", "domain"], role: ["infrastructure"] },
];

export function layersOf(spot: Spot): readonly Layer[] {
  const layers = entries(spot).map(([name, { node }]) => layerOf(name, node));
  return layers.length === 0 ? defaultLayers : layers;
}

function layerOf(name: string, node: Json | undefined): Layer {
  const role = get(node, "role");
  return {
    name,
    uses: textsOf(get(node, "uses")),
    typesOf: textsOf(get(node, "typesOf")),
    paths: textsOf(get(node, "paths")),
    entry: textsOf(get(node, "entry")),
    packages: packagesOf(get(node, "packages")),
    builtins: get(node, "builtins") !== false,
    neverReaches: textsOf(get(node, "neverReaches")),
    role: role === undefined ? roles.filter((known) => known === name) : someOf(role, roles),
  };
}

function packagesOf(node: Json | undefined): Layer["packages"] {
  const allow = get(node, "allow");
  const deny = get(node, "deny");
  if (allow !== undefined) return { allow: textsOf(allow) };
  return deny === undefined ? null : { deny: textsOf(deny) };
}
