import type { Layer, LayerRole } from "../../model/architecture.ts";

/** Whether the layer is there and plays the role. */
export function plays(layer: Layer | undefined, role: LayerRole): boolean {
  return layer?.role.includes(role) ?? false;
}
