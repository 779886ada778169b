import { metaCall, mockCall, newCall, precededBy, requireCall } from "./calls.ts";
import { Code, isWord } from "./characters.ts";
import { exportClause, importClause, record } from "./clause.ts";
import { importCall } from "./import-call.ts";
import { breaksLine, isQuote, skipTrivia, wordEnd } from "./peek.ts";
import { doubt, Last, type Scan, token } from "./state.ts";

/** Takes the word at `scan.pos`, and what it imports if it is one of the few that may. */
export function word(scan: Scan): void {
  const { text } = scan;
  const start = scan.pos;
  const end = wordEnd(text, start);
  const afterDot = scan.last === Last.dot;
  if (!afterDot && readsOn(scan, start, end)) return;
  token(scan, Last.word, end);
  scan.dotted = afterDot;
}

/** Reads what the word imports, if it is one of the few that may. True where `scan.pos` stands past it then. */
function readsOn(scan: Scan, start: number, end: number): boolean {
  const { text } = scan;
  switch (end - start) {
    case 2:
      if (text.startsWith("vi", start)) mockCall(scan, start, end);
      break;
    case 3:
      if (text.startsWith("new", start)) newCall(scan, start, end);
      break;
    case 4:
      if (text.startsWith("jest", start)) mockCall(scan, start, end);
      break;
    case 6:
      if (text.startsWith("import", start)) importWord(scan, start, end);
      else if (text.startsWith("export", start)) exportClause(scan, start, skipTrivia(text, end));
      else if (text.startsWith("module", start) && precededBy(scan, "declare")) moduleWord(scan, start, end);
      break;
    case 7:
      if (text.startsWith("require", start)) requireCall(scan, start, end);
      break;
  }
  return scan.pos !== start;
}

function importWord(scan: Scan, start: number, end: number): void {
  const { text } = scan;
  const next = skipTrivia(text, end);
  const code = text.charCodeAt(next);
  if (code === Code.openParen) importCall(scan, start, next);
  else if (code === Code.dot) {
    const name = skipTrivia(text, next + 1);
    const stop = wordEnd(text, name);
    if (text.slice(name, stop) === "meta") metaCall(scan, start, stop);
    else doubt(scan);
  } else if (isQuote(code)) record(scan, "import", start, next, false);
  else if (code === Code.openBrace || code === Code.star || isWord(code)) importClause(scan, start, next);
  else if (code === Code.less) doubt(scan);
}

/** `declare module "x"` stands on one line, or is three words. */
function moduleWord(scan: Scan, start: number, end: number): void {
  const { text, lastEnd } = scan;
  const next = skipTrivia(text, end);
  if (isQuote(text.charCodeAt(next)) && !breaksLine(text, lastEnd, next)) record(scan, "module", start, next, true);
}
