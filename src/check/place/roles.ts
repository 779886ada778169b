import type { Layer, LayerRole } from "../../model/architecture.ts";

const DEFAULTS: readonly LayerRole[] = ["api", "application", "domain", "data", "infrastructure"];

/** The default layers that a layer plays: those it names, else the one whose name it has. */
export function rolesOf(layer: Layer): readonly LayerRole[] {
  return layer.role.length > 0 ? layer.role : DEFAULTS.filter((role) => role === layer.name);
}

export function plays(layer: Layer | null | undefined, role: LayerRole): boolean {
  return layer != null && rolesOf(layer).includes(role);
}
