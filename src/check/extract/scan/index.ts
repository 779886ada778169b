import { isAscii, isUtf8 } from "node:buffer";
import type { Dialect, Extracted } from "../fact.ts";
import { lastAnchor } from "./anchors.ts";
import { Code } from "./characters.ts";
import { ignoreIn, isImportingJsDoc, referenceIn } from "./comments.ts";
import { jsx, lessThan } from "./jsx.ts";
import { Event } from "./kernel.ts";
import { lineEnd, type Source } from "./peek.ts";
import { slash } from "./slash.ts";
import { doubt, Frame, Last, newScan, type Scan } from "./state.ts";
import { inUnits } from "./units.ts";
import { takeWord } from "./words.ts";

/**
 * Finds every import of a module in one pass over its tokens, as far as there can be any, without building a tree.
 * Null where the tokens alone do not tell, as a slash after `}` does not: the parser is to read that file.
 */
export function scan(code: string | Source, dialect: Dialect): Extracted | null {
  if (typeof code === "string") return scan(Buffer.from(`${code}\0`), dialect);
  const ascii = isAscii(code);
  // What is no UTF-8 is read as text reads it, with a mark for each byte that means nothing.
  if (!ascii && !isUtf8(code)) return scan(code.toString("utf8", 0, code.length - 1), dialect);
  const state = newScan(code, dialect);
  if (state === null) return null;
  begin(state);
  takeUpTo(state, lastAnchor(state.kernel, code));
  // What was taken for markup or a template shows at its end that it was one.
  if (state.isWithin(Frame.template, Frame.jsxTag, Frame.jsxChildren, Frame.jsxCode)) takeUpTo(state, state.end);
  // What is open at the end of all was misread somewhere; after a part of it nothing needs to be closed.
  if (!state.certain || (state.pos >= state.end && state.isWithin())) return null;
  const found = { imports: state.imports.sort((a, b) => a.start - b.start), ignores: state.ignores };
  return ascii ? found : inUnits(found, code);
}

/** Past a byte order mark and the line that names an interpreter. */
function begin(state: Scan): void {
  const { source } = state;
  let at = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf ? 3 : 0;
  if (source[at] === Code.hash && source[at + 1] === Code.bang) at = lineEnd(source, at);
  state.pos = at;
  state.setLast(Last.none, at, at);
}

/** Takes the tokens that begin before `end`: the kernel those that import nothing, of which there are most. */
function takeUpTo(state: Scan, end: number): void {
  while (state.certain) {
    const event = state.kernel.skim(end);
    if (event === Event.done) return;
    take(state, event);
  }
}

function take(state: Scan, event: number): void {
  switch (event) {
    case Event.imports:
      return state.addImport();
    case Event.word:
      return takeWord(state);
    case Event.slash:
      return slash(state);
    case Event.less:
      return lessThan(state);
    case Event.markup:
      state.pos++;
      return jsx(state);
    case Event.ignores:
      return ignoreIn(state);
    case Event.references:
      return referenceIn(state);
    case Event.jsdoc:
      return isImportingJsDoc(state) ? doubt(state) : undefined;
    default:
      return doubt(state);
  }
}
