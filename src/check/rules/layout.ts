import type { Layer } from "../../model/architecture.ts";
import type { Place } from "../place/place.ts";
import { plays } from "../place/roles.ts";

/** What the layout forbids whatever the layers say, as advice; null where it has nothing against the import. */
export function forbiddenByLayout(from: Place, to: Place, layer: Layer | undefined): string | null {
  if (to.kind === "test") return "Only tests import tests: move what is shared out of the test.";
  if (to.kind === "kernel" || to.kind === "tooling") return null;
  if (from.kind === "kernel") return "The kernel imports nothing but itself.";
  if (from.kind === "face") return "A contract imports the kernel alone, so that services may know each other.";
  if (to.kind === "platform" && from.service !== null)
    return "A service imports nothing of the platform but src/platform/kernel; the rest is handed in.";
  if (isWiring(from))
    return from.service !== null && to.service === null ? "A service is handed its world; it imports no app." : null;
  if (isWiring(to)) return "No layer imports what wires it: take it as a parameter.";
  return to.kind === "face" && !readsContracts(layer)
    ? "A contract is for use cases and what stands around them."
    : null;
}

function isWiring({ kind }: Place): boolean {
  return kind === "wiring" || kind === "door";
}

/** A service's own contract is no business of its domain. */
function readsContracts(layer: Layer | undefined): boolean {
  return layer !== undefined && (!plays(layer, "domain") || plays(layer, "application"));
}
