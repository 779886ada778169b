import type { Topology, Unit } from "../../model/architecture.ts";
import type { AuthModel } from "../../model/auth.ts";
import { get, textsOf } from "../tree.ts";
import { entries, oneOf, type Spot } from "./context.ts";

/** Where several units answer, the gateway is the one way in; it comes first and listens where a single process would. */
const behind = (units: readonly Unit[]): readonly Unit[] =>
  units.length > 1 ? [{ name: "gateway", as: "gateway", services: [] }, ...units] : units;

/** The deployables of a topology. `units` is `deploy.units`, which `hybrid` alone looks at. */
export function unitsOf(
  topology: Topology,
  system: string,
  services: readonly string[],
  models: readonly AuthModel[],
  units: Spot,
): readonly Unit[] {
  if (services.length === 0) return [];
  const builtIn = models.some((model) => model !== "none") ? ["accounts"] : [];
  switch (topology) {
    case "monolith":
    case "modular-monolith":
      return [{ name: system, as: "process", services: [...services, ...builtIn].sort() }];
    case "microservices":
      return behind([...services, ...builtIn].map((name) => ({ name, as: "process", services: [name] })));
    case "serverless":
      return [...services, ...builtIn].map((name) => ({ name, as: "functions", services: [name] }));
    case "hybrid":
      return behind(hybridUnits(system, services, builtIn, units));
  }
}

function hybridUnits(
  system: string,
  services: readonly string[],
  builtIn: readonly string[],
  spot: Spot,
): readonly Unit[] {
  const named = entries(spot).map(
    ([name, { node }]): Unit => ({
      name,
      as: oneOf(get(node, "as"), ["process", "functions"]),
      services: [...textsOf(get(node, "services"))].sort(),
    }),
  );
  const placed = new Set(named.flatMap((unit) => unit.services));
  const rest = services.filter((name) => !placed.has(name));
  const homeless = builtIn.filter((name) => !placed.has(name));
  if (rest.length > 0) return [...named, { name: system, as: "process", services: [...rest, ...homeless].sort() }];
  return homeless.length > 0 ? [...named, { name: "accounts", as: "process", services: homeless }] : named;
}
