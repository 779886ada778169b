import { IGNORE_WORD, readIgnore } from "../ignore.ts";
import { blockCommentEnd, lineEnd } from "./peek.ts";
import { doubt, Last, type Scan } from "./state.ts";

const REFERENCE = /^\/\/\/\s*<reference\s+(?:[^>]*?\s)?(path|types)\s*=\s*(?:'([^']*)'|"([^"]*)").*?\/>/;

export function lineComment(scan: Scan): void {
  const { text } = scan;
  const start = scan.pos;
  const end = lineEnd(text, start);
  if (scan.last === Last.none && text.startsWith("///", start)) reference(scan, text.slice(start, end), start);
  if (text.startsWith(IGNORE_WORD, start + 3) || text.startsWith(IGNORE_WORD, start + 2)) ignore(scan, start, end);
  scan.pos = end;
}

/**
 * The two ways in which JSDoc imports: a tag `@import { A } from "x"`, which begins a line, and a type `import("x").A`,
 * which may break lines at a star. What `@link` names is text.
 */
const JSDOC_IMPORT = /(?:^\/\*\*|\n)[\s*]*@import\b|(?<!@link\w*\s+)\bimport[\s*]*\([\s*]*["'`]/;

/** JSDoc may hold types in JavaScript; where one may be imported, the parser has to look. */
export function blockComment(scan: Scan): void {
  const { text } = scan;
  const start = scan.pos;
  const end = blockCommentEnd(text, start);
  if (end === text.length && !text.endsWith("*/")) return doubt(scan);
  const jsdoc = scan.dialect.javascript && text.startsWith("/**", start);
  if (jsdoc && JSDOC_IMPORT.test(text.slice(start, end))) return doubt(scan);
  if (text.startsWith(IGNORE_WORD, start + 3)) ignore(scan, start, end);
  scan.pos = end;
}

function ignore(scan: Scan, start: number, end: number): void {
  const found = readIgnore(scan.text.slice(start, end), start);
  if (found) scan.ignores.push(found);
}

/** `/// <reference path="x" />` stands before the first token, or means nothing. */
function reference(scan: Scan, comment: string, start: number): void {
  const found = REFERENCE.exec(comment);
  if (!found) return;
  const specifier = found[2] ?? found[3] ?? "";
  const at = start + comment.indexOf(specifier, found[0].indexOf(`${found[1]}`) + 4);
  scan.imports.push({
    form: "reference",
    specifier,
    typeOnly: true,
    start: at,
    end: at + specifier.length,
    keyword: start,
  });
}
