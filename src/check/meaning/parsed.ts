import { ts } from "ts-morph";
import { type Scopes, scopesOf } from "./scopes.ts";

/** A file as its collectors see it. */
export interface Parsed {
  readonly source: ts.SourceFile;
  /** Every node, in the order of the text. */
  readonly nodes: readonly ts.Node[];
  readonly scopes: Scopes;
}

/** Parses as for types, but without what comments say of them. Throws a RangeError where the file nests deeper than the parser can go. */
export function parseFile(path: string, text: string): Parsed {
  const source = ts.createSourceFile(`/${path}`, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }, true);
  const nodes = nodesOf(source);
  return { source, nodes, scopes: scopesOf(nodes) };
}

/** All nodes below one, itself first, in the order of the text; without recursion, so that no depth can end the process. */
export function nodesOf(root: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    const first = open.length;
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
    reverseFrom(open, first);
  }
  return found;
}

/** What was found first is to come first, and the last of a list is taken first. */
function reverseFrom(nodes: ts.Node[], first: number): void {
  for (let low = first, high = nodes.length - 1; low < high; low++, high--) {
    const [a, b] = [nodes[low], nodes[high]];
    if (a && b) {
      nodes[low] = b;
      nodes[high] = a;
    }
  }
}
