import type { Architecture, Json } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { didYouMean, problem, shown } from "../diagnose.ts";
import { covered, operationNames } from "../normalise/auth.ts";
import { get, keysIn, select, textsOf } from "../tree.ts";
import { locate } from "../facts/place.ts";

export const unmatchedGrant: SpecRule = {
  id: "unmatched-grant",
  severity: "error",
  find: (architecture, spec) =>
    [...select(spec, "auth/anonymous/may/*"), ...select(spec, "auth/roles/*/may/*")].flatMap(({ value, pointer }) =>
      grantProblems(value, keysIn(pointer).join("."), architecture),
    ),
};

function grantProblems(grant: Json, path: string, architecture: Architecture): readonly Diagnostic[] {
  const all = operationNames(architecture.services);
  const names = textsOf(typeof grant === "string" ? grant : get(grant, "do"));
  return names
    .filter((name) => covered(name, all).length === 0)
    .map((name) => {
      const whole = architecture.services.map((service) => `${service.name}.*`);
      return problem(
        "unmatched-grant",
        locate(architecture, path),
        `The grant ${shown(name)} matches no operation and no resource action.`,
        { help: didYouMean(name, name.endsWith(".*") ? whole : all) },
      );
    });
}
