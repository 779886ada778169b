import { environmentReads } from "./environment.ts";
import type { Fact, Kind } from "./fact.ts";
import { outboundCalls } from "./outbound.ts";
import { type Parsed, parseFile } from "./parsed.ts";
import { exportedAgain, importedNames, repositoryUses } from "./repositories.ts";
import { namedTables } from "./tables.ts";
import { changedImports, changedState, sharedState } from "./state.ts";
import { callsInTransactions } from "./transactions.ts";
import { noTrees, type Trees } from "./trees.ts";

const COLLECTORS: ReadonlyMap<Kind, (file: Parsed) => readonly Fact[]> = new Map<Kind, (file: Parsed) => readonly Fact[]>([
  ["environment", environmentReads],
  ["outbound", outboundCalls],
  ["state", changedState],
  ["foreign-state", changedImports],
  ["shared", sharedState],
  ["table", namedTables],
  ["transaction", callsInTransactions],
  ["repository", repositoryUses],
  ["imported", importedNames],
  ["re-export", exportedAgain],
]);

/** The facts of these kinds in one file. A file that nests too deep for the parser is one fact that says so. */
export function collect(path: string, text: string, kinds: readonly Kind[], trees: Trees = noTrees): readonly Fact[] {
  try {
    const file = parseFile(path, text);
    trees.keep(path, file.source);
    return kinds.flatMap((kind) => COLLECTORS.get(kind)?.(file) ?? []);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ kind: "unjudged", name: "it nests deeper than a parser can follow", detail: "", start: 0, end: 0, other: null }];
  }
}
