import { ts } from "ts-morph";
import type { Random } from "../../../scripts/random.mjs";

/** An edit as somebody makes it by hand; null where the text has no place for it. */
type Edit = (text: string, random: Random, n: number) => string | null;

/** Edits a file in one to six ways, each still a text of its language. */
export function edited(path: string, text: string, random: Random): string {
  const kinds = kindsOf(path);
  let result = text;
  for (let left = 1 + random.below(6), n = 0; left > 0 && n < 40; n += 1) {
    const next = random.of(kinds)(result, random, random.below(1_000_000));
    if (next === null || next === result || !parses(path, next)) continue;
    result = next;
    left -= 1;
  }
  return random.below(12) === 0 ? result.replace(/\r?\n/g, "\r\n") : result;
}

function kindsOf(path: string): readonly Edit[] {
  if (/\.ts$/.test(path)) return [appendDeclaration, appendDeclaration, insertStatement, addMember, addMember, addImport, deletePiece, renameLocal, moveStatement, reformat, commentAbove, commentBehind, changeLiteral];
  if (/\.json$/.test(path)) return [addKey, addKey, deletePiece, changeLiteral, reformatJson];
  return [insertLine, insertLine, changeLine];
}

export function parses(path: string, text: string): boolean {
  if (/\.json$/.test(path)) {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }
  if (!/\.ts$/.test(path)) return true;
  return (ts.transpileModule(text, { fileName: path, reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext } }).diagnostics ?? []).length === 0;
}

const sourceOf = (text: string): ts.SourceFile => ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);

/** Every node of a text that `keep` says yes to. */
function nodes<T extends ts.Node>(source: ts.SourceFile, keep: (node: ts.Node) => node is T): readonly T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (keep(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const spliced = (text: string, from: number, to: number, insert: string): string => text.slice(0, from) + insert + text.slice(to);

/** Where the line of a place begins. */
const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;

const appendDeclaration: Edit = (text, random, n) =>
  `${text}\n${random.of([`export const mine${n} = ${n};`, `/** Mine. */\nexport function mine${n}(): number {\n  return ${n};\n}`, `export interface Mine${n} {\n  readonly a: string;\n}`])}\n`;

const insertStatement: Edit = (text, random, n) => {
  const blocks = nodes(sourceOf(text), ts.isBlock).filter(({ statements }) => statements.length > 0);
  if (blocks.length === 0) return null;
  const statement = random.of(random.of(blocks).statements);
  const at = lineStart(text, statement.getStart());
  return spliced(text, at, at, `    const mine${n} = ${n};\n    void mine${n};\n`);
};

const addMember: Edit = (text, random, n) => {
  const source = sourceOf(text);
  const holders: readonly (readonly [readonly ts.Node[], string])[] = [
    ...nodes(source, ts.isInterfaceDeclaration).map(({ members }) => [members, `  readonly mine${n}?: string;`] as const),
    ...nodes(source, ts.isObjectLiteralExpression).filter(({ properties }) => text.slice(properties.pos, properties.end).includes("\n")).map(({ properties }) => [properties, `  mine${n}: ${n},`] as const),
  ].filter(([members]) => members.length > 0);
  if (holders.length === 0) return null;
  const [members, line] = random.of(holders);
  const at = lineStart(text, random.of(members).getStart());
  return spliced(text, at, at, `${line}\n`);
};

/** What is imported is used too, so that it compiles. */
const addImport: Edit = (text, random, n) => {
  const [first] = sourceOf(text).statements;
  const [from, name] = random.of([["node:path", "join"], ["node:os", "tmpdir"], ["node:util", "inspect"], ["node:url", "fileURLToPath"]] as const);
  if (first === undefined || !ts.isImportDeclaration(first) || text.includes(`"${from}"`)) return null;
  return `${spliced(text, first.getStart(), first.getStart(), `import { ${name} as ${name}${n} } from "${from}";\n`)}\nexport const uses${n} = ${name}${n};\n`;
};

const deletePiece: Edit = (text, random) => {
  const source = sourceOf(text);
  const pieces: readonly ts.Node[] = [...source.statements, ...nodes(source, ts.isPropertySignature), ...nodes(source, ts.isPropertyAssignment)];
  if (pieces.length === 0) return null;
  const piece = random.of(pieces);
  const comma = /^,/.test(text.slice(piece.end)) ? 1 : 0;
  return spliced(text, piece.getFullStart(), piece.end + comma, "");
};

const renameLocal: Edit = (text, random, n) => {
  const names = nodes(sourceOf(text), ts.isVariableDeclaration).flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  if (names.length === 0) return null;
  const name = random.of(names);
  return text.replace(new RegExp(`(?<![\\w$.])${name.replace(/\$/g, "\\$")}(?![\\w$])(?!\\s*:)`, "g"), `${name}Mine${n}`);
};

const moveStatement: Edit = (text, random) => {
  const statements = sourceOf(text).statements.filter((one) => !ts.isImportDeclaration(one));
  if (statements.length < 2) return null;
  const [piece, before] = [random.of(statements), random.of(statements)];
  if (piece === before) return null;
  const moved = text.slice(piece.getFullStart(), piece.end);
  const at = before.getFullStart();
  return at <= piece.pos ? text.slice(0, at) + moved + text.slice(at, piece.pos) + text.slice(piece.end) : text.slice(0, piece.pos) + text.slice(piece.end, at) + moved + text.slice(at);
};

/** Twice the indent and other quotes; not where a template text would change with it. */
const reformat: Edit = (text) => (/[`']/.test(text) ? null : text.replace(/^( +)(?=[^ *])/gm, "$1$1").replace(/"([^"\\\n]*)"/g, "'$1'"));

const commentAbove: Edit = (text, random, n) => {
  const at = lineStart(text, random.of([...sourceOf(text).statements, sourceOf(text).endOfFileToken]).getStart());
  return spliced(text, at, at, `// Mine ${n}.\n`);
};

const commentBehind: Edit = (text, random, n) => {
  const ends = nodes(sourceOf(text), (node): node is ts.Node => ts.isPropertySignature(node) || ts.isVariableStatement(node));
  return ends.length === 0 ? null : text.replace(text.split("\n").find((line) => line.includes(random.of(ends).getText().split("\n").at(-1) ?? "")) ?? "\0", (line) => (line.includes("//") ? line : `${line} // mine ${n}`));
};

const changeLiteral: Edit = (text, random, n) => {
  const literals = nodes(sourceOf(text.startsWith("{") ? `(${text.trimEnd()})` : text), ts.isNumericLiteral);
  if (literals.length === 0) return null;
  const literal = random.of(literals);
  const shift = text.startsWith("{") ? 1 : 0;
  return spliced(text, literal.getStart() - shift, literal.end - shift, String(n));
};

const addKey: Edit = (text, random, n) => {
  const lines = text.split("\n");
  const places = lines.flatMap((line, at) => (/^\s+"[^"]+": ("[^"]*"|\d+|true|false),$/.test(line) ? [at] : []));
  if (places.length === 0) return null;
  const at = random.of(places);
  lines.splice(at, 0, `${/^\s*/.exec(lines[at] ?? "")?.[0] ?? ""}"mine${n}": "${n}",`);
  return lines.join("\n");
};

const reformatJson: Edit = (text) => `${JSON.stringify(JSON.parse(text), null, 4)}\n`;

const insertLine: Edit = (text, random, n) => {
  const lines = text.split("\n");
  lines.splice(random.below(lines.length), 0, `# mine ${n}`);
  return lines.join("\n");
};

const changeLine: Edit = (text, random, n) => {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  lines[at] = `${lines[at] ?? ""} # mine ${n}`;
  return lines.join("\n");
};
