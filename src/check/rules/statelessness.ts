import type { LayerRole } from "../../model/architecture.ts";
import type { ImportGraph, SourceFile } from "../graph.ts";
import { CALLED, type FoundFact, type Meaning, OBJECT, otherEnd, placeOfFact, WHOLE } from "../meaning/fact.ts";
import { originsOf, passedOnBy, reachOf } from "../meaning/passed-on.ts";
import { plays } from "../place/roles.ts";
import { isFree } from "./edges.ts";
import type { CodeRule, Finding } from "./rule.ts";
import { forBackends } from "./strictness.ts";

const ID = "statelessness";

/** What a service remembers between two requests lies in its database, not in a variable of one process. */
export const statelessness: CodeRule = {
  id: ID,
  severity: "error",
  reads: { kinds: ["state", "foreign-state"], follows: { from: "foreign-state", kind: "shared" }, asks: isToBeStateless },
  find: ({ architecture }, meaning) =>
    [...meaning("state").map(ownState), ...foreignState(meaning)].map((finding) => ({ ...finding, severity: forBackends(architecture) })),
};

const STATELESS: readonly LayerRole[] = ["api", "application", "domain", "data"];

/**
 * The layers of a service but its infrastructure, where pools and caches live, and what wires it. Of layers that play no role nobody knows what
 * they are for: they are asked where the spec names the rule.
 */
function isToBeStateless({ place }: SourceFile, { architecture: { layers, check } }: ImportGraph): boolean {
  if (place === null || isFree(place)) return false;
  if (place.kind !== "layer") return place.service !== null;
  const layer = layers.find(({ name }) => name === place.layer);
  return STATELESS.some((role) => plays(layer, role)) || (layer?.role.length === 0 && check.rules.has(ID));
}

function ownState(fact: FoundFact): Finding {
  const change = otherEnd(fact);
  return {
    message: `${fact.name} outlives the request and is ${fact.detail} in a function.`,
    at: placeOfFact(fact),
    target: fact.name,
    related: change === null ? [] : [{ message: "it is changed here", at: change }],
    help: HELP,
  };
}

const HELP = "Keep it in the database or in a cache that is handed in, or make it a variable of the function.";

/** Changes of a variable that another module exports, one for each import of it, whichever modules pass it on. */
function foreignState(meaning: Meaning): readonly Finding[] {
  const shared = new Map(meaning("shared").map((fact) => [`${fact.file.path} ${fact.name}`, fact]));
  const passedOn = passedOnBy(meaning("re-export"));
  const told = new Set<string>();
  return meaning("foreign-state").flatMap((fact) => {
    const origins = reachOf(fact).flatMap((reach) => originsOf(reach, passedOn));
    const declared = origins.flatMap(({ path, names: [name, next] }) => {
      const found = shared.get(`${path} ${name}`);
      return found === undefined || (next === CALLED && found.detail === OBJECT) ? [] : found;
    })[0];
    const key = `${fact.file.path} ${fact.other} ${declared?.file.path} ${declared?.name}`;
    if (declared === undefined || told.has(key)) return [];
    told.add(key);
    return {
      message: `${declared.name === WHOLE ? `What ${declared.file.path} exports` : `${declared.name} of ${declared.file.path}`} outlives the request and is changed in a function.`,
      at: placeOfFact(fact),
      target: `${declared.file.path} ${declared.name}`,
      related: [{ message: "it is declared here", at: placeOfFact(declared) }],
      help: HELP,
    };
  });
}
