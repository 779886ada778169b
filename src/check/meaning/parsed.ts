import { ts } from "ts-morph";
import { type Scopes, scopesOf } from "./scopes.ts";

/** A file as its collectors see it. */
export interface Parsed {
  readonly source: ts.SourceFile;
  /** Every node, in the order of the text. */
  readonly nodes: readonly ts.Node[];
  readonly scopes: Scopes;
}

/** Parses without types, and without what comments say of them. Throws a RangeError where the file nests deeper than the parser can go. */
export function parseFile(path: string, text: string): Parsed {
  const source = ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }, true);
  const nodes = nodesOf(source);
  return { source, nodes, scopes: scopesOf(nodes) };
}

/** All nodes below one, itself first, in the order of the text; without recursion, so that no depth can end the process. */
export function nodesOf(root: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at];
      if (child) open.push(child);
    }
  }
  return found;
}
