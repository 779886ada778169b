import type { Architecture } from "../../model/architecture.ts";
import type { Severity } from "../../model/diagnostic.ts";

/** A spec that says what its services are is held to how keybeam builds them; code that only has layers is told, and not failed. */
export function forBackends({ services }: Architecture): Severity {
  return services.length > 0 ? "error" : "warning";
}

/** In a monolith crossing a border is a warning, from a modular monolith on it is an error. */
export function acrossServices({ topology }: Architecture): Severity {
  return topology === "monolith" ? "warning" : "error";
}
