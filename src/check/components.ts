interface Visit {
  readonly node: string;
  readonly next: readonly string[];
  at: number;
}

type NextOf = (node: string) => readonly string[];

/** The components of more than one node, and nodes that lead to themselves. Each sorted, and sorted by its first. */
export function tangles(nodes: readonly string[], nextOf: NextOf): readonly (readonly string[])[] {
  const isTangle = ([first = "", second]: readonly string[]) => second !== undefined || nextOf(first).includes(first);
  return components(nodes, nextOf)
    .filter(isTangle)
    .sort((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1));
}

/**
 * The strongly connected components (Tarjan, without recursion, so that no depth of graph can end the process). Each sorted; a component comes
 * after all that it leads to.
 */
export function components(nodes: readonly string[], nextOf: NextOf): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];

  const enter = (node: string): Visit => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    stack.push(node);
    onStack.add(node);
    return { node, next: nextOf(node), at: 0 };
  };
  const lower = (node: string, to: number | undefined) => low.set(node, Math.min(low.get(node) ?? 0, to ?? 0));
  const leave = ({ node }: Visit) => {
    if (low.get(node) !== index.get(node)) return;
    const component = stack.splice(stack.lastIndexOf(node));
    for (const one of component) onStack.delete(one);
    found.push(component.sort());
  };

  for (const root of nodes) {
    const visits = index.has(root) ? [] : [enter(root)];
    for (let visit = visits.at(-1); visit; visit = visits.at(-1)) {
      const next = visit.next[visit.at++];
      if (next === undefined) {
        visits.pop();
        leave(visit);
        const parent = visits.at(-1);
        if (parent) lower(parent.node, low.get(visit.node));
      } else if (!index.has(next)) visits.push(enter(next));
      else if (onStack.has(next)) lower(visit.node, index.get(next));
    }
  }
  return found;
}
