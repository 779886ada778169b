import { Composer, CST, type Document, Lexer, Parser, type YAMLError } from "yaml";
import type { Diagnostic, Location } from "../../model/diagnostic.ts";
import { problem } from "../diagnose.ts";
import { maxDepth, maxNodes, maxPieces } from "../read/limits.ts";
import { type Scan, scan } from "../read/scan.ts";
import type { Tree } from "../tree.ts";
import { type Lines, linesOf } from "./lines.ts";
import { foreignFile } from "./lookalike.ts";
import { growTree } from "./grow.ts";
import { syntaxProblem, tabProblem } from "./syntax.ts";

/** YAML text → data with places. What the language refuses of YAML is refused here, all of it in one run. */
export function parse(text: string, top: Location): readonly [Tree | null, readonly Diagnostic[]] {
  const foreign = foreignFile(text);
  if (foreign !== null)
    return [
      null,
      [
        problem("not-a-spec", top, `This looks like ${foreign}, not like an architecture spec.`, {
          help: "A spec is YAML and begins with `keybeam: 1`.",
        }),
      ],
    ];
  const lines = linesOf(text, top);
  const look = scan(text);
  if (look.tooDeep !== null) return [null, [tooDeep(lines.at(look.tooDeep))]];
  const directive = directiveIn(text, lines);
  if (directive !== null) return [null, [directive]];
  const pieces = piecesOf(text);
  if (pieces.length > maxPieces) return [null, [tooManyPieces(pieces.length, top)]];
  return compose(text, pieces, lines, look, top);
}

function compose(text: string, pieces: readonly string[], lines: Lines, look: Scan, top: Location): readonly [Tree | null, readonly Diagnostic[]] {
  const [documents, tokensTooDeep] = documentsOf(pieces);
  if (tokensTooDeep) return [null, [tooDeep(top)]];
  const [first, second] = documents;
  const faults: readonly YAMLError[] = documents.flatMap((document) => document.errors);
  const tabbed = tabbedLines(text);
  const tab = faults.findIndex(({ code, pos }) => code === "TAB_AS_INDENT" || tabbed.has(lines.at(pos[0]).line));
  // From a tab on nothing stands where the parser looks for it, and all that it says is an echo.
  if (tab !== -1) {
    const before = faults.slice(0, tab).map((fault) => syntaxProblem(fault, lines, look, text));
    return [null, [...before, tabProblem({ ...lines.at(faults[tab]?.pos[0] ?? 0), column: 1 })]];
  }
  // After one fault the parser is out of step, and what it did not expect is an echo.
  const found: Diagnostic[] = faults
    .filter((fault, index) => index === 0 || fault.code !== "UNEXPECTED_TOKEN")
    .map((fault) => syntaxProblem(fault, lines, look, text));
  if (second !== undefined) {
    found.push(
      problem("yaml-documents", lines.at(second.range[0]), "A second document begins here; a spec is one.", {
        help: "Delete the `---` and what follows, or put it in a file of its own.",
      }),
    );
  }
  if (first === undefined) return [null, [emptySpec(top)]];
  const [tree, refused] = growTree(first, lines);
  found.push(...refused);
  return [found.some(({ rule }) => rule === "yaml-syntax" || rule === "too-many-nodes") ? null : tree, found];
}

/** The numbers of the lines that begin with a tab, or with spaces and a tab. */
function tabbedLines(text: string): ReadonlySet<number> {
  return new Set(text.split("\n").flatMap((line, index) => (/^ *\t/.test(line) ? [index + 1] : [])));
}

/** The pieces that the text falls into, to just past the limit: parsing far more would take too long. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  for (const piece of new Lexer().lex(text)) {
    pieces.push(piece);
    if (pieces.length > maxPieces) break;
  }
  return pieces;
}

function tooManyPieces(pieces: number, top: Location): Diagnostic {
  return problem(
    "too-many-nodes",
    top,
    `The file falls into ${pieces} pieces and more; ${maxPieces} are allowed, and ${maxNodes} nodes.`,
    {
      help: "Split the system.",
    },
  );
}

function documentsOf(pieces: readonly string[]): readonly [readonly Document.Parsed[], boolean] {
  const parser = new Parser();
  const tokens = [...pieces.flatMap((piece) => [...parser.next(piece)]), ...parser.end()];
  if (tokens.some((token) => depthPasses(token))) return [[], true];
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    uniqueKeys: false,
    merge: false,
    logLevel: "silent",
  });
  return [[...composer.compose(tokens)], false];
}

/** The second look at nesting, on what the parser made of the text; without recursion, for it may be deep. */
function depthPasses(token: CST.Token): boolean {
  const waiting: { token: CST.Token; depth: number }[] = [{ token, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.depth > maxDepth + 1) return true;
    const { depth } = next;
    if (next.token.type === "document" && next.token.value) waiting.push({ token: next.token.value, depth });
    if (!CST.isCollection(next.token)) continue;
    for (const item of next.token.items) {
      if (item.key) waiting.push({ token: item.key, depth: depth + 1 });
      if (item.value) waiting.push({ token: item.value, depth: depth + 1 });
    }
  }
  return false;
}

function directiveIn(text: string, lines: Lines): Diagnostic | null {
  const match = /^(?:[ \t]*(?:#.*)?\r?\n)*%/.exec(text);
  if (match === null) return null;
  return problem(
    "yaml-directive",
    lines.at(match[0].length - 1),
    "A line that begins with `%` is a YAML directive; a spec has none.",
    {
      help: "Delete the line: a spec is always read as YAML 1.2.",
    },
  );
}

function tooDeep(at: Location): Diagnostic {
  return problem("too-deep", at, `Nesting passes ${maxDepth} levels here; a spec has ${maxDepth} at most.`, {
    help: "No part of the language is nested so deep.",
  });
}

export function emptySpec(top: Location): Diagnostic {
  return problem("not-a-spec", top, "The file holds no spec: it is empty.", {
    help: "The smallest begins with `keybeam: 1` and `name: …`; see `keybeam new`.",
  });
}

export function notAMap(tree: Tree): Diagnostic {
  const kind = Array.isArray(tree.data) ? "a list" : "a single value";
  return problem("not-a-spec", tree.top, `The file holds no spec: it is ${kind}, not a map of keys.`, {
    help: "The smallest begins with `keybeam: 1` and `name: …`; see `keybeam new`.",
  });
}
