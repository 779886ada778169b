import { builtinCall, metaCall, mockCall, newCall, requireCall } from "./calls.ts";
import { Code } from "./characters.ts";
import { importCall } from "./import-call.ts";
import { isWord, skipTrivia, word, wordEnd } from "./peek.ts";
import { doubt, Last, type Scan } from "./state.ts";

const IMPORT = word("import");
const REQUIRE = word("require");
const NEW = word("new");
const PROCESS = word("process");
const META = word("meta");

/** Takes the word at `scan.pos`, which may begin a call that imports: `import(…)`, `require(…)`, `new Worker(…)`, `process.getBuiltinModule(…)`, `vi.mock(…)`. */
export function takeWord(scan: Scan): void {
  const { source, pos: start } = scan;
  const end = wordEnd(source, start);
  if (isWord(source, IMPORT, start, end)) importWord(scan, start, end);
  else if (isWord(source, REQUIRE, start, end)) requireCall(scan, start, end);
  else if (isWord(source, NEW, start, end)) newCall(scan, start, end);
  else if (isWord(source, PROCESS, start, end)) builtinCall(scan, start, end);
  else mockCall(scan, start, end);
  if (scan.certain) {
    scan.setLast(Last.word, start, end);
    scan.pos = end;
  }
}

function importWord(scan: Scan, start: number, end: number): void {
  const { source } = scan;
  const next = skipTrivia(source, end);
  if (source[next] === Code.openParen) return importCall(scan, start, next);
  const name = skipTrivia(source, next + 1);
  const stop = wordEnd(source, name);
  if (source[next] === Code.dot && isWord(source, META, name, stop)) metaCall(scan, start, stop);
  else doubt(scan);
}
