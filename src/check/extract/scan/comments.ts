import { IGNORE_WORD, readIgnore } from "../ignore.ts";
import { Code } from "./characters.ts";
import { blockCommentEnd, latin1, lineEnd, startsWith, word } from "./peek.ts";
import { doubt, Last, type Scan } from "./state.ts";

const REFERENCE = /^\/\/\/\s*<reference\s+(?:[^>]*?\s)?(path|types)\s*=\s*(?:'([^']*)'|"([^"]*)").*?\/>/;
const IGNORE = word(IGNORE_WORD);

export function lineComment(scan: Scan): void {
  const { source } = scan;
  const start = scan.pos;
  const end = lineEnd(source, start);
  if (scan.last === Last.none && source[start + 2] === Code.slash) reference(scan, latin1(source, start, end), start);
  if (startsWith(source, IGNORE, start + 3) || startsWith(source, IGNORE, start + 2)) ignore(scan, start, end);
  scan.pos = end;
}

/**
 * The two ways in which JSDoc imports: a tag `@import { A } from "x"`, which begins a line, and a type `import("x").A`,
 * which may break lines at a star. What `@link` names is text.
 */
const JSDOC_IMPORT = /(?:^\/\*\*|\n)[\s*]*@import\b|(?<!@link\w*\s+)\bimport[\s*]*\([\s*]*["'`]/;

/** JSDoc may hold types in JavaScript; where one may be imported, the parser has to look. */
export function blockComment(scan: Scan): void {
  const { source } = scan;
  const start = scan.pos;
  const end = blockCommentEnd(source, start);
  if (end === scan.end && !(source[end - 1] === Code.slash && source[end - 2] === Code.star)) return doubt(scan);
  const jsdoc = scan.dialect.javascript && source[start + 2] === Code.star && holdsImport(scan, start, end);
  if (jsdoc && JSDOC_IMPORT.test(source.toString("utf8", start, end))) return doubt(scan);
  if (startsWith(source, IGNORE, start + 3)) ignore(scan, start, end);
  scan.pos = end;
}

/** Where the word stands next is looked up once for all comments before it. */
function holdsImport(scan: Scan, start: number, end: number): boolean {
  if (scan.nextImport < start) {
    const next = scan.source.indexOf("import", start);
    scan.nextImport = next < 0 ? scan.end : next;
  }
  return scan.nextImport < end;
}

function ignore(scan: Scan, start: number, end: number): void {
  const found = readIgnore(scan.source.toString("utf8", start, end), start);
  if (found) scan.ignores.push(found);
}

/** `/// <reference path="x" />` stands before the first token, or means nothing. `comment` has a character for each byte. */
function reference(scan: Scan, comment: string, start: number): void {
  const found = REFERENCE.exec(comment);
  if (!found) return;
  const specifier = found[2] ?? found[3] ?? "";
  const at = start + comment.indexOf(specifier, found[0].indexOf(`${found[1]}`) + 4);
  const end = at + specifier.length;
  scan.imports.push({
    form: "reference",
    specifier: scan.source.toString("utf8", at, end),
    typeOnly: true,
    start: at,
    end,
    keyword: start,
  });
}
