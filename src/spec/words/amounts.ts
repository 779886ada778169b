import type { Diagnostic } from "../../model/diagnostic.ts";
import { problem } from "../diagnose.ts";
import { maxEntities, maxFields, maxServices } from "../read/limits.ts";
import { get, keysOf, placeOf, select, type Tree } from "../tree.ts";

/** How many services, entities and fields there may be. */
export function checkAmounts(tree: Tree): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const services = keysOf(get(tree.data, "services")).length;
  if (services > maxServices) {
    found.push(
      problem(
        "too-many-services",
        placeOf(tree, "/services"),
        `There are ${services} services; ${maxServices} are allowed.`,
        { help: "Make it two systems." },
      ),
    );
  }
  const entities = select(tree.data, "services/*/entities/*").length;
  if (entities > maxEntities) {
    found.push(
      problem(
        "too-many-entities",
        placeOf(tree, "/services"),
        `There are ${entities} entities in all; ${maxEntities} are allowed.`,
        { help: "Make it two systems." },
      ),
    );
  }
  for (const pattern of [
    "services/*/entities/*/fields",
    "services/*/types/*",
    "services/*/events/*/fields",
    "services/*/operations/*/input",
    "services/*/operations/*/output",
  ]) {
    for (const fields of select(tree.data, pattern)) {
      const count = keysOf(fields.value).length;
      if (count <= maxFields) continue;
      found.push(
        problem(
          "too-many-fields",
          placeOf(tree, fields.pointer),
          `There are ${count} fields here; ${maxFields} are allowed.`,
          { help: "Split it." },
        ),
      );
    }
  }
  return found;
}
