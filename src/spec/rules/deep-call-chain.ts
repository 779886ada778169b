import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { callGraph } from "../facts/graph.ts";
import { locate } from "../facts/place.ts";

const deepest = 3;

export const deepCallChain: SpecRule = {
  id: "deep-call-chain",
  severity: "warning",
  find: (architecture) => {
    const graph = callGraph(architecture);
    const called = new Set([...graph.values()].flat());
    const longest = longestChains(graph);
    return [...graph.keys()]
      .filter((name) => !called.has(name))
      .flatMap((name) => {
        const chain = longest.get(name) ?? [];
        if (chain.length - 1 <= deepest) return [];
        return [
          problem(
            "deep-call-chain",
            locate(architecture, `services.${chain[0]}.calls.${chain[1]}`),
            `A chain of ${chain.length - 1} calls begins here: ${chain.map(shown).join(" → ")}.`,
            {
              severity: "warning",
              help: `Beyond ${deepest} calls, delays and failures add up: send an event, or call the last service directly.`,
            },
          ),
        ];
      });
  },
};

/** The longest chain of calls from each service, itself first; services on a circle are left to another rule. */
function longestChains(graph: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  const open = new Set<string>();
  const chainFrom = (name: string): readonly string[] => {
    const found = known.get(name);
    if (found !== undefined) return found;
    open.add(name);
    const onward = (graph.get(name) ?? []).filter((next) => !open.has(next)).map(chainFrom);
    open.delete(name);
    const chain = [
      name,
      ...onward.reduce<readonly string[]>((longest, one) => (one.length > longest.length ? one : longest), []),
    ];
    known.set(name, chain);
    return chain;
  };
  for (const name of graph.keys()) chainFrom(name);
  return known;
}
