import { metaCall, mockCall, newCall, precededBy, requireCall } from "./calls.ts";
import { Code, isWordAt } from "./characters.ts";
import { exportClause, importClause, record } from "./clause.ts";
import { importCall } from "./import-call.ts";
import { breaksLine, isQuote, isWord, skipTrivia, startsWith, word, wordEnd } from "./peek.ts";
import { doubt, Last, type Scan } from "./state.ts";

/** Takes the word at `scan.pos`, and what it imports if it is one of the few that may. */
export function takeWord(scan: Scan): void {
  const start = scan.pos;
  const end = wordEnd(scan.source, start);
  const afterDot = scan.last === Last.dot;
  if (!afterDot && end - start <= LONGEST && readsOn(scan, start, end)) return;
  scan.last = Last.word;
  scan.lastStart = start;
  scan.lastEnd = end;
  scan.dotted = afterDot;
  scan.pos = end;
}

const IMPORT = word("import");
const EXPORT = word("export");
const MODULE = word("module");
const DECLARE = word("declare");
const REQUIRE = word("require");
const NEW = word("new");
const VI = word("vi");
const JEST = word("jest");
const META = word("meta");
const LONGEST = REQUIRE.length;

/** Reads what the word imports, if it is one of the few that may. True where `scan.pos` stands past it then. */
function readsOn(scan: Scan, start: number, end: number): boolean {
  const { source } = scan;
  switch (end - start) {
    case 2:
      if (startsWith(source, VI, start)) mockCall(scan, start, end);
      break;
    case 3:
      if (startsWith(source, NEW, start)) newCall(scan, start, end);
      break;
    case 4:
      if (startsWith(source, JEST, start)) mockCall(scan, start, end);
      break;
    case 6:
      if (startsWith(source, IMPORT, start)) importWord(scan, start, end);
      else if (startsWith(source, EXPORT, start)) exportClause(scan, start, skipTrivia(source, end));
      else if (startsWith(source, MODULE, start) && precededBy(scan, DECLARE)) moduleWord(scan, start, end);
      break;
    case 7:
      if (startsWith(source, REQUIRE, start)) requireCall(scan, start, end);
      break;
  }
  return scan.pos !== start;
}

function importWord(scan: Scan, start: number, end: number): void {
  const { source } = scan;
  const next = skipTrivia(source, end);
  const code = source[next];
  if (code === Code.openParen) importCall(scan, start, next);
  else if (code === Code.dot) {
    const name = skipTrivia(source, next + 1);
    const stop = wordEnd(source, name);
    if (isWord(source, META, name, stop)) metaCall(scan, start, stop);
    else doubt(scan);
  } else if (isQuote(code)) record(scan, "import", start, next, false);
  else if (code === Code.openBrace || code === Code.star || isWordAt(source, next)) importClause(scan, start, next);
  else if (code === Code.less) doubt(scan);
}

/** `declare module "x"` stands on one line, or is three words. */
function moduleWord(scan: Scan, start: number, end: number): void {
  const { source, lastEnd } = scan;
  const next = skipTrivia(source, end);
  if (isQuote(source[next]) && !breaksLine(source, lastEnd, next)) record(scan, "module", start, next, true);
}
