import type { ImportGraph, SourceFile } from "../graph.ts";
import { type FoundFact, otherEnd, placeOfFact } from "../meaning/fact.ts";
import { isFree } from "./edges.ts";
import type { CodeRule, Finding } from "./rule.ts";
import { serviceNamed, serviceNames } from "./services.ts";
import { acrossServices } from "./strictness.ts";
import { inSpec, list } from "./words.ts";

/** A transaction ends where its service ends: another service cannot be rolled back with it. */
export const transactionAcrossServices: CodeRule = {
  id: "transaction-across-services",
  severity: "error",
  reads: { kinds: ["transaction"], asks: ({ place }, graph) => place !== null && !isFree(place) && serviceNames(graph).length > 0 },
  find: (graph, meaning) => {
    const begun = new Map<string, { readonly fact: FoundFact; readonly service: string }[]>();
    for (const fact of meaning("transaction")) {
      const service = calledService(fact, graph);
      if (service === null) continue;
      const key = `${fact.file.path} ${fact.other}`;
      begun.set(key, [...(begun.get(key) ?? []), { fact, service }]);
    }
    return [...begun.values()].flatMap((calls) => {
      const [first] = calls;
      const own = first?.fact.file.place?.service ?? first?.service;
      return calls.filter(({ service }) => service !== own).map(({ fact, service }) => finding(fact, service, own ?? "", graph));
    });
  },
};

/** The service that is called: another's where the name comes from one, else by a name on the way to the function. */
function calledService(fact: FoundFact, graph: ImportGraph): string | null {
  const imported = serviceBehind(fact.file, fact.detail);
  if (imported !== null && imported !== fact.file.place?.service) return imported;
  const services = serviceNames(graph);
  const way = fact.name.split(".").slice(0, -1);
  const repository = way.findIndex((name) => REPOSITORY.test(name));
  // What comes after `repositories` are names of entities, which may be those of services too.
  return (repository < 0 ? way : way.slice(0, repository)).map((name) => serviceNamed(name, services)).find((service) => service !== null) ?? null;
}

const REPOSITORY = /repositor|(?:Repo|Dao|DAO)$/i;

/** The service in which the module lies that a file imports under a specifier. */
export function serviceBehind({ edges }: SourceFile, specifier: string): string | null {
  return specifier === "" ? null : (edges.find(({ fact, to }) => fact.specifier === specifier && to !== null)?.to?.place?.service ?? null);
}

function finding(fact: FoundFact, service: string, own: string, { architecture }: ImportGraph): Finding {
  const begins = otherEnd(fact);
  return {
    severity: acrossServices(architecture),
    message: `A transaction of ${own} is open while ${fact.name} is called, which is of ${service}.`,
    at: placeOfFact(fact),
    target: fact.name,
    related: [
      ...(begins === null ? [] : [{ message: "the transaction begins here", at: begins }]),
      ...inSpec(architecture, `the service ${service}`, `services.${service}`),
    ],
    help: `Call ${list([service])} before the transaction, with a way back, or tell it by an event that leaves with the transaction.`,
  };
}
