import type { Architecture, Layer } from "../../model/architecture.ts";
import type { Related } from "../../model/diagnostic.ts";
import type { Place } from "../place/place.ts";

/** A place as a message names it. */
export function placeName({ kind, layer, service }: Place): string {
  const of = service === null ? "" : ` of ${service}`;
  switch (kind) {
    case "layer":
      return `${layer}${of}`;
    case "face":
      return `the contract${of}`;
    case "door":
      return `the index${of}`;
    case "wiring":
      return service === null ? "an app" : `the wiring${of}`;
    case "kernel":
      return "the kernel";
    case "platform":
      return "the platform";
    case "test":
      return "a test";
    case "tooling":
      return "a tool's configuration";
  }
}

/** `a`, `a and b`, `a, b and c`; `nothing` for none. */
export function list(names: readonly string[], last: "and" | "or" = "and"): string {
  if (names.length === 0) return "nothing";
  return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(", ")} ${last} ${names.at(-1)}`;
}

/** The line of the spec that says so, the most exact of these paths that it has; none where a default rules. */
export function inSpec({ positions }: Architecture, message: string, ...paths: readonly string[]): readonly Related[] {
  for (const path of paths) {
    const at = positions.get(path);
    if (at) return [{ message, at }];
  }
  return [];
}

/** What to add to a help where no line of the spec can be shown. */
export function defaultNote({ name }: Layer, { positions }: Architecture): string {
  return positions.has(`layers.${name}`) ? "" : " This is the default; `layers` in the spec changes it.";
}
