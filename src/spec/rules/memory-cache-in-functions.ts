import type { SpecRule } from "../../model/rule.ts";
import { problem } from "../diagnose.ts";
import { locate } from "../facts/place.ts";
import { get } from "../tree.ts";

export const memoryCacheInFunctions: SpecRule = {
  id: "memory-cache-in-functions",
  severity: "warning",
  find: (architecture, spec) => {
    const store = get(spec, "cache", "store") ?? "memory";
    const functions = architecture.units.some(({ as }) => as === "functions");
    if (!functions || get(spec, "cache") === undefined || store !== "memory") return [];
    return [
      problem(
        "memory-cache-in-functions",
        locate(architecture, "cache.store"),
        "A function forgets its memory when it sleeps, and no event reaches the memory of one that sleeps: what it still holds may be stale.",
        { severity: "warning", help: "Leave the cache out, since a small query is often as fast; or let a process run the service whose answers are kept." },
      ),
    ];
  },
};
