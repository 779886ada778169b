import { createRequire } from "node:module";
import type { ts as TypeScript } from "ts-morph";
import { leaf, type List, type Order, type Piece, type Slot, type Tree } from "../tree.ts";
import { commentsIn } from "../trivia.ts";
import { keyOf } from "./typescript-keys.ts";

type Api = typeof TypeScript;
type Node = TypeScript.Node;

let loaded: Api | undefined;

/** TypeScript as ts-morph brings it: loaded when the first file is merged, since that takes half a second. */
export function typescript(): Api {
  if (loaded === undefined) {
    const { ts }: typeof import("ts-morph") = createRequire(import.meta.url)("ts-morph");
    loaded = ts;
  }
  return loaded;
}

/** A module, or a JSON text, as a tree; a sentence where it does not parse. */
export function parseTypeScript(path: string, text: string): Tree | string {
  const ts = typescript();
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const [fault] = parseFaults(source);
  if (fault !== undefined) {
    const { line } = source.getLineAndCharacterOfPosition(fault.start ?? 0);
    return `line ${line + 1} does not parse: ${ts.flattenDiagnosticMessageText(fault.messageText, " ")}`;
  }
  return treeOf({ ts, source, text }, source);
}

function parseFaults(source: TypeScript.SourceFile): readonly TypeScript.Diagnostic[] {
  // What the parser found is a property of the tree that its types do not name.
  return "parseDiagnostics" in source && Array.isArray(source.parseDiagnostics) ? source.parseDiagnostics : [];
}

interface Text {
  readonly ts: Api;
  readonly source: TypeScript.SourceFile;
  readonly text: string;
}

const names = new Map<number, string>();

/** The first name of a kind; the others mark where ranges of kinds begin and end. */
function kindOf({ ts }: Text, node: Node): string {
  if (names.size === 0) {
    for (const [name, kind] of Object.entries(ts.SyntaxKind)) if (typeof kind === "number" && !names.has(kind)) names.set(kind, name);
  }
  return names.get(node.kind) ?? String(node.kind);
}

/** Kinds whose parts are merged one by one; all others are merged as wholes. */
const open = new Set([
  "SourceFile", "VariableStatement", "VariableDeclarationList", "VariableDeclaration", "ClassDeclaration", "InterfaceDeclaration", "TypeAliasDeclaration",
  "EnumDeclaration", "EnumMember", "ImportDeclaration", "ImportClause", "NamedImports", "ExportDeclaration", "NamedExports", "ExportAssignment",
  "ObjectLiteralExpression", "PropertyAssignment", "ArrayLiteralExpression", "CallExpression", "NewExpression", "PropertySignature", "PropertyDeclaration",
  "TypeLiteral", "UnionType", "ParenthesizedExpression", "AwaitExpression", "ExpressionStatement", "SatisfiesExpression", "AsExpression", "ReturnStatement",
  "ModuleDeclaration", "ModuleBlock", "ArrowFunction", "FunctionDeclaration", "MethodDeclaration", "Constructor", "Block", "SpreadElement", "SpreadAssignment",
]);

function treeOf(context: Text, node: Node): Tree {
  const children = node.getChildren(context.source).filter((child) => !context.ts.isJSDoc(child));
  const isList = node.kind === context.ts.SyntaxKind.SyntaxList;
  // Arguments and the like are merged by place, so only where all sides have as many.
  const kind = isList ? `${children.length} in a list` : kindOf(context, node);
  const start = kind === "SourceFile" ? 0 : node.getStart(context.source);
  const text = context.text.slice(start, node.end);
  const tokens = (): readonly string[] => tokensOf(context, node);
  if ((!open.has(kind) && !isList) || children.length === 0) return leaf(kind, text, tokens);
  const slots = slotsOf(context, kind, start, children);
  if (slots === null) return leaf(kind, text, tokens);
  const body = children.findIndex((child) => kindOf(context, child) === "EqualsGreaterThanToken" || kindOf(context, child) === "Block");
  const isFunction = ["ArrowFunction", "FunctionDeclaration", "MethodDeclaration", "Constructor"].includes(kind) && body >= 0;
  return { kind, text, tokens, inside: { form: "slots", slots, ...(isFunction ? { head: body } : {}) } };
}

/** The children of a node; null where something stands between them that has no place in a tree. */
function slotsOf(context: Text, kind: string, start: number, children: readonly Node[]): readonly Slot[] | null {
  const slots: Slot[] = [];
  let cursor = start;
  for (const [n, child] of children.entries()) {
    const listed = child.kind === context.ts.SyntaxKind.SyntaxList && isKeyed(context, kind, children[n - 1]);
    const end = listed ? endOfList(context, kind, children[n + 1], child) : child.end;
    const tree = listed ? listOf(context, kind, cursor, end, child.getChildren(context.source)) : treeOf(context, child);
    if (tree === null) return null;
    const from = listed || child.pos === child.end ? cursor : Math.max(cursor, child.getStart(context.source));
    slots.push({ role: roleOf(context, listed, child, children[n - 1], slots), lead: context.text.slice(cursor, from), tree });
    cursor = end;
  }
  return slots;
}

/** Lists are known by what stands before them, the rest by their kind. */
function roleOf(context: Text, listed: boolean, child: Node, before: Node | undefined, slots: readonly Slot[]): string {
  if (listed) return "list";
  const isList = child.kind === context.ts.SyntaxKind.SyntaxList;
  const role = isList ? `list after ${before === undefined ? "nothing" : kindOf(context, before)}` : kindOf(context, child);
  return `${role} ${slots.filter(({ role: known }) => known.startsWith(`${role} `)).length}`;
}

function isKeyed({ ts }: Text, kind: string, before: Node | undefined): boolean {
  if (kind === "SourceFile" || kind === "UnionType") return true;
  return before?.kind === ts.SyntaxKind.OpenBraceToken || (kind === "ArrayLiteralExpression" && before?.kind === ts.SyntaxKind.OpenBracketToken);
}

function endOfList({ source }: Text, kind: string, after: Node | undefined, list: Node): number {
  if (after === undefined) return list.end;
  return kind === "SourceFile" ? after.end : after.getStart(source);
}

function separatorOf(kind: string): List["separator"] {
  if (kind === "UnionType") return "|";
  if (["TypeLiteral", "InterfaceDeclaration"].includes(kind)) return ";";
  return ["ObjectLiteralExpression", "ArrayLiteralExpression", "NamedImports", "NamedExports", "EnumDeclaration"].includes(kind) ? "," : "";
}

function orderOf(context: Text, kind: string, elements: readonly Node[]): Order {
  if (kind === "SourceFile" || kind === "ModuleBlock") return "bare";
  if (kind === "Block") return "strict";
  if (kind === "ArrayLiteralExpression") return "loose";
  const valueless = elements.some((one) => context.ts.isEnumMember(one) && one.initializer === undefined);
  return valueless ? "counted" : "free";
}

const behind = /^[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/)(?=[ \t]*(?:\n|$))/;

/** A list between `from` and `end`; null where a comment stands between an element and its comma. */
function listOf(context: Text, kind: string, from: number, end: number, children: readonly Node[]): Tree | null {
  const { ts, text, source } = context;
  const separator = separatorOf(kind);
  const elements = children.filter((child) => child.kind !== ts.SyntaxKind.CommaToken && child.kind !== ts.SyntaxKind.BarToken);
  const pieces: Piece[] = [];
  let cursor = from;
  let trailing = false;
  for (const run of overloads(context, elements)) {
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) continue;
    const start = first.getStart(source);
    const wholeEnd = last.end;
    const inner = separator === ";" && /[;,]$/.test(text.slice(start, wholeEnd)) ? wholeEnd - 1 : wholeEnd;
    const comma = children[children.indexOf(last) + 1];
    const hasComma = comma?.kind === ts.SyntaxKind.CommaToken && separator === ",";
    if (hasComma && comma.getStart(source) !== wholeEnd) return null;
    trailing = hasComma || inner !== wholeEnd;
    const next = hasComma ? comma.end : wholeEnd;
    const trail = behind.exec(text.slice(next, end))?.[0] ?? "";
    const core = run.length > 1 || inner !== wholeEnd ? cut(context, run, start, inner) : treeOf(context, first);
    pieces.push({ key: keyOf(ts, first, source), lead: text.slice(cursor, start), core, trail });
    cursor = next + trail.length;
  }
  const list = opened(kind, pieces, { form: "list", separator, trailing, tail: text.slice(cursor, end), order: orderOf(context, kind, elements) });
  const tokens = (): readonly string[] => elements.flatMap((element) => tokensOf(context, element)).concat(commentsIn(list.tail));
  return { kind: `${kind} list`, text: text.slice(from, end), tokens, inside: list };
}

/** The first piece hands its white space, and the comments that head a file, to the list. */
function opened(kind: string, pieces: readonly Piece[], list: Omit<List, "open" | "header" | "pieces">): List {
  const [first, ...rest] = pieces;
  const lead = first?.lead ?? "";
  if (first === undefined) return { ...list, header: "", open: "", pieces: [] };
  if (kind === "UnionType") return { ...list, header: "", open: lead, pieces: [{ ...first, lead: null }, ...rest] };
  if (commentsIn(lead).length === 0 && lead.trim() === "") return { ...list, header: "", open: lead, pieces: [{ ...first, lead: null }, ...rest] };
  if (kind !== "SourceFile") {
    const open = lead.match(/^\s*/)?.[0] ?? "";
    return { ...list, header: "", open, pieces: [{ ...first, lead: lead.slice(open.length) }, ...rest] };
  }
  const ends = first.core.kind === "ImportDeclaration" ? lead.length : lead.lastIndexOf("\n\n") + 2;
  if (ends < 2) return { ...list, header: "", open: "", pieces };
  return { ...list, header: lead.slice(0, ends), open: "", pieces: [ends === lead.length ? { ...first, lead: null } : { ...first, lead: lead.slice(ends) }, ...rest] };
}

/** Declarations of one function without bodies go with the one that has it. */
function overloads(context: Text, elements: readonly Node[]): readonly (readonly Node[])[] {
  const { ts, source } = context;
  const runs: Node[][] = [];
  for (const element of elements) {
    const before = runs.at(-1)?.at(-1);
    const open = before !== undefined && (ts.isFunctionDeclaration(before) || ts.isMethodDeclaration(before)) && before.body === undefined;
    if (open && keyOf(ts, before, source) === keyOf(ts, element, source)) runs.at(-1)?.push(element);
    else runs.push([element]);
  }
  return runs;
}

/** One or several nodes as one tree, up to where their separator begins. */
function cut(context: Text, nodes: readonly Node[], start: number, end: number): Tree {
  const text = context.text.slice(start, end);
  const tokens = (): readonly string[] => nodes.flatMap((node) => tokensOf(context, node));
  const [only] = nodes;
  if (nodes.length > 1 || only === undefined) return leaf("Overloads", text, tokens);
  const tree = treeOf(context, only);
  if (tree.inside.form !== "slots") return leaf(tree.kind, text, tokens);
  const slots = tree.inside.slots.filter(({ tree: { text: word } }, n, all) => !(n === all.length - 1 && (word === ";" || word === ",")));
  return { ...tree, text, inside: { ...tree.inside, slots } };
}

function tokensOf(context: Text, node: Node): readonly string[] {
  const { ts, source, text } = context;
  const found: string[] = [];
  const visit = (one: Node): void => {
    const children = one.getChildren(source);
    if (ts.isJSDoc(one)) return;
    if (children.length > 0) {
      for (const child of children) visit(child);
      return;
    }
    if (one.end === one.pos && one.kind !== ts.SyntaxKind.EndOfFileToken) return;
    const start = Math.max(one.getStart(source), one.pos);
    if (one.pos >= node.getStart(source)) found.push(...commentsIn(text.slice(one.pos, start)));
    const word = ts.isStringLiteral(one) ? `"${one.text}"` : text.slice(start, one.end);
    if (word !== ";" && word !== "") found.push(word);
  };
  visit(node);
  return found.filter((word, n) => !(word === "," && /^[)\]}>]$/.test(found[n + 1] ?? "")));
}
