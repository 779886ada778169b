import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { isMap, select, textsOf } from "../tree.ts";
import { locate } from "../facts/place.ts";

export const unitServices: SpecRule = {
  id: "unit-services",
  severity: "error",
  find: (architecture, spec) => {
    const host = new Map<string, string>();
    return select(spec, "deploy/units/*").flatMap(({ key, value }): readonly Diagnostic[] => {
      const at = locate(architecture, `deploy.units.${key}.services`);
      const found: Diagnostic[] = [];
      if (key === architecture.name && architecture.topology === "hybrid") {
        found.push(
          problem(
            "unit-services",
            locate(architecture, `deploy.units.${key}`),
            `The unit ${shown(key)} has the name of the system, which the unit of all other services has.`,
            { help: "Rename the unit." },
          ),
        );
      }
      for (const service of isMap(value) ? textsOf(value["services"]) : []) {
        const other = host.get(service);
        if (other === undefined) host.set(service, key);
        else if (other !== key)
          found.push(
            problem(
              "unit-services",
              at,
              `The service ${shown(service)} is in two units, ${shown(other)} and ${shown(key)}.`,
              { help: "A service runs in one unit: delete it from one of them." },
            ),
          );
      }
      return found;
    });
  },
};
