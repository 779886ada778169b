import type { ImportGraph } from "../graph.ts";
import { type FoundFact, type Meaning, placeOfFact } from "../meaning/fact.ts";
import { fileBehind, originIn } from "../meaning/passed-on.ts";
import { plays } from "../place/roles.ts";
import { isFree } from "./edges.ts";
import type { CodeRule, Finding } from "./rule.ts";
import { serviceNamed, serviceNames } from "./services.ts";
import { acrossServices } from "./strictness.ts";
import { serviceBehind } from "./transaction-across-services.ts";
import { inSpec, placeName } from "./words.ts";

/** A repository serves its own service, even where nobody imports it from its folder. */
export const foreignRepository: CodeRule = {
  id: "foreign-repository",
  severity: "error",
  reads: { kinds: ["repository", "imported", "re-export"], asks: ({ place }, graph) => place !== null && !isFree(place) && serviceNames(graph).length > 0 },
  find: (graph, meaning) => [...handedOver(graph, meaning), ...imported(graph, meaning)],
};

/** `orders.repositories.get`, in code that is not of orders. */
function handedOver(graph: ImportGraph, meaning: Meaning): readonly Finding[] {
  const services = serviceNames(graph);
  return meaning("repository").flatMap((fact) => {
    const own = fact.file.place?.service ?? null;
    const behind = serviceBehind(fact.file, fact.detail);
    const named = fact.name.split(".").slice(0, -1).map((name) => serviceNamed(name, services));
    const service = behind !== null && behind !== own ? behind : (named.find((one) => one !== null) ?? null);
    return service === null || service === own ? [] : [finding(fact, fact.name, service, graph)];
  });
}

/** A repository that comes in through a door: a file of its service which may be imported, and which exports it again. */
function imported(graph: ImportGraph, meaning: Meaning): readonly Finding[] {
  const files = new Map(graph.files.map((file) => [file.path, file]));
  const data = new Map(graph.architecture.layers.filter((layer) => plays(layer, "data")).map((layer) => [layer.name, layer]));
  const passedOn = new Set<string>();
  for (const fact of meaning("re-export")) {
    const { name, file } = fact;
    const target = fileBehind(fact, originIn(fact).specifier);
    const layer = data.get(target?.place?.layer ?? "");
    // In a layer that holds use cases as well only its name tells a repository.
    const isRepository = layer !== undefined && (!plays(layer, "application") || NAMED.test(name)) && !DESCRIPTION.test(`${target?.path} ${name}`);
    if (isRepository && file.place?.kind === "door") passedOn.add(`${file.path} ${name}`);
  }
  return meaning("imported").flatMap((fact) => {
    const door = files.get(fileBehind(fact, fact.detail)?.path ?? "");
    const service = door?.place?.service ?? null;
    const comes = door !== undefined && (passedOn.has(`${door.path} ${fact.name}`) || (passedOn.has(`${door.path} *`) && NAMED.test(fact.name)));
    return !comes || service === null || service === fact.file.place?.service ? [] : [finding(fact, fact.name, service, graph)];
  });
}

/** What says how data lies, and reads none: a migration, a list of tables. */
const DESCRIPTION = /migration|(?:Tables|Schema|Columns)$/i;

const NAMED = /(?:Repository|Repo|Dao|DAO|Store)$/;

function finding(fact: FoundFact, name: string, service: string, { architecture }: ImportGraph): Finding {
  const { place } = fact.file;
  return {
    severity: acrossServices(architecture),
    message: `${place === null ? fact.file.path : placeName(place)} uses ${name}, a repository of the service ${service}.`,
    at: placeOfFact(fact),
    target: name,
    related: inSpec(architecture, `the service ${service}`, `services.${service}`),
    help: `Call an operation of ${service} through its contract; what it cannot do yet becomes one.`,
  };
}
