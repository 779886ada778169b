import { dialectOf } from "../../extract/fact.ts";
import { Reader } from "./reader.ts";

/** Whether there can be a change of a variable in a file: of its own, and of an imported one. */
export interface Changes {
  readonly own: boolean;
  readonly imported: boolean;
}

const BOTH: Changes = { own: true, imported: true };

/**
 * Reads the tokens of a file, much faster than a parser makes a tree of them. Where it says no there is none; where it says yes, there may be one:
 * it goes by names alone, whatever they mean where they stand.
 */
export function changesIn(path: string, text: string): Changes {
  const reader = new Reader(text, dialectOf(path).jsx);
  if (!reader.read()) return BOTH;
  const { written } = reader;
  const { variables, constants, statics, imports, modules, hasUnknownImports } = reader.names;
  const own = meet(variables, written.assigned) || meet(constants, written.reached) || meet(statics, written.members);
  const imported = meet(imports, written.reached) || meet(modules, written.deep) || (hasUnknownImports && written.reached.size > 0);
  return { own, imported };
}

function meet(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}
