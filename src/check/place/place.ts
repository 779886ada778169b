/**
 * `layer` a file of one of the spec's layers · `face` a service's contract.ts · `door` its index.ts, for the apps alone ·
 * `wiring` its service.ts, and all of src/apps · `kernel` src/platform/kernel · `platform` the rest of src/platform ·
 * `test` · `tooling` configuration of tools in the project's own folder.
 */
export type PlaceKind = "layer" | "face" | "door" | "wiring" | "kernel" | "platform" | "test" | "tooling";

/** Where a file stands in the architecture. */
export interface Place {
  readonly kind: PlaceKind;
  /** The layer's name; a file of the platform belongs to the layer that plays infrastructure. */
  readonly layer: string | null;
  /** The service it lies in. */
  readonly service: string | null;
}

/** The same for equal places, and for no others. */
export function placeKey({ kind, layer, service }: Place): string {
  return `${kind} ${layer} ${service}`;
}
