import { readIgnore } from "../ignore.ts";
import { latin1 } from "./peek.ts";
import type { Scan } from "./state.ts";

const REFERENCE = /^\/\/\/\s*<reference\s+(?:[^>]*?\s)?(path|types)\s*=\s*(?:'([^']*)'|"([^"]*)").*?\/>/;

/** `/// <reference path="x" />`, of which the kernel knows that it stands before the first token. */
export function referenceIn({ source, comment: [start, end], imports }: Scan): void {
  // A character for each byte.
  const text = latin1(source, start, end);
  const found = REFERENCE.exec(text);
  if (!found) return;
  const specifier = found[2] ?? found[3] ?? "";
  const at = start + text.indexOf(specifier, found[0].indexOf(`${found[1]}`) + 4);
  const past = at + specifier.length;
  imports.push({ form: "reference", specifier: source.toString("utf8", at, past), typeOnly: true, start: at, end: past, keyword: start });
}

/**
 * The two ways in which JSDoc imports: a tag `@import { A } from "x"`, which begins a line, and a type `import("x").A`,
 * which may break lines at a star. What `@link` names is text.
 */
const JSDOC_IMPORT = /(?:^\/\*\*|\n)[\s*]*@import\b|(?<!@link\w*\s+)\bimport[\s*]*\([\s*]*["'`]/;

/** JSDoc may hold types in JavaScript; where one may be imported, the parser has to look. */
export function isImportingJsDoc({ source, comment: [start, end] }: Scan): boolean {
  return JSDOC_IMPORT.test(source.toString("utf8", start, end));
}

export function ignoreIn({ source, comment: [start, end], ignores }: Scan): void {
  const found = readIgnore(source.toString("utf8", start, end), start);
  if (found) ignores.push(found);
}
