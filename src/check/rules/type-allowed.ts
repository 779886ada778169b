import type { Architecture } from "../../model/architecture.ts";
import { type Place, placeKey } from "../place/place.ts";
import { entersService } from "./edges.ts";
import { whyNot } from "./layer-uses.ts";
import { whyNotFromOutside } from "./service-contract.ts";

/**
 * Whether what a file of one place exports may name a type that is declared in another: where the file could import it by `import type`, and
 * always where it is one of a contract or of the kernel, which are made to be named.
 */
export type TypeAllowed = (from: Place, to: Place) => boolean;

export function typesAllowedBy(architecture: Architecture): TypeAllowed {
  const known = new Map<string, boolean>();
  return (from, to) => {
    if (to.kind === "face" || to.kind === "kernel") return true;
    const key = `${placeKey(from)}\n${placeKey(to)}`;
    const allowed = known.get(key) ?? mayName(from, to, architecture);
    known.set(key, allowed);
    return allowed;
  };
}

function mayName(from: Place, to: Place, architecture: Architecture): boolean {
  return placeKey(from) === placeKey(to) || (entersService({ from, to }) ? whyNotFromOutside : whyNot)(from, to, true, architecture) === null;
}
