import { Code, isWordAt } from "./characters.ts";
import { isQuote, isWord, latin1, literalEnd, literalValue, skipTrivia, type Source, stringEnd, word, wordEnd } from "./peek.ts";
import { doubt, Last, type Scan, token } from "./state.ts";

const REQUIRE = word("require");
const TYPE = word("type");
const AS = word("as");
const FROM = word("from");

interface Clause {
  readonly words: string[];
  /** `type` is the name of the default import, as in `import type, { a } from "x"`. */
  firstIsDefault: boolean;
  star: boolean;
  list: NameList | null;
}

interface NameList {
  readonly end: number;
  readonly names: number;
  readonly types: number;
}

/** `import` followed by anything but `(`, `.` and a string, from its first token at `pos`. */
export function importClause(scan: Scan, keyword: number, pos: number): void {
  const { source } = scan;
  const clause: Clause = { words: [], firstIsDefault: false, star: false, list: null };
  let at = pos;
  for (;;) {
    at = skipTrivia(source, at);
    const code = source[at];
    if (isQuote(code)) return importFrom(scan, keyword, clause, at);
    if (code === Code.equals) return importEquals(scan, keyword, clause, at);
    if (isWordAt(source, at)) {
      const end = wordEnd(source, at);
      clause.words.push(latin1(source, at, end));
      at = end;
    } else if (code === Code.comma) {
      clause.firstIsDefault ||= clause.words.length === 1;
      at++;
    } else if (code === Code.star) {
      clause.star = true;
      at++;
    } else if (code === Code.openBrace) {
      clause.list = nameList(source, at);
      if (clause.list === null) return doubt(scan);
      at = clause.list.end;
    } else return doubt(scan);
    if (clause.words.length > 5) return doubt(scan);
  }
}

function importFrom(scan: Scan, keyword: number, clause: Clause, quote: number): void {
  if (clause.words.pop() !== "from") return doubt(scan);
  const { words, list, star } = clause;
  const modifier = isTypeModifier(clause);
  const onlyTypes = words.length === 0 && list !== null && list.names > 0 && list.names === list.types;
  if (words[0] === "defer" && star) return doubt(scan);
  record(scan, "import", keyword, quote, modifier || onlyTypes);
}

function isTypeModifier({ words, firstIsDefault, star, list }: Clause): boolean {
  return words[0] === "type" && !firstIsDefault && (words.length > 1 || star || list !== null);
}

/** `import x = require("y")`; `import x = A.B` names no module. */
function importEquals(scan: Scan, keyword: number, clause: Clause, equals: number): void {
  const { source } = scan;
  const start = skipTrivia(source, equals + 1);
  const end = wordEnd(source, start);
  const paren = skipTrivia(source, end);
  if (!isWord(source, REQUIRE, start, end) || source[paren] !== Code.openParen) return token(scan, Last.operator, equals + 1);
  const quote = skipTrivia(source, paren + 1);
  const close = isQuote(source[quote]) ? skipTrivia(source, Math.max(stringEnd(source, quote), quote)) : -1;
  if (source[close] !== Code.closeParen) return doubt(scan);
  record(scan, "import-equals", keyword, quote, clause.words.length === 2 && clause.words[0] === "type");
  token(scan, Last.operand, close + 1);
}

/** `export` with something after it at `pos`; only with `from` does it name a module. */
export function exportClause(scan: Scan, keyword: number, pos: number): void {
  const { source } = scan;
  const typed = isWord(source, TYPE, pos, wordEnd(source, pos));
  const at = typed ? skipTrivia(source, pos + 4) : pos;
  const code = source[at];
  const list = code === Code.openBrace ? nameList(source, at) : null;
  if (list === null && code !== Code.star) return;
  let next = skipTrivia(source, list === null ? at + 1 : list.end);
  if (list === null && isWord(source, AS, next, wordEnd(source, next))) {
    const name = skipTrivia(source, next + 2);
    next = skipTrivia(source, Math.max(isQuote(source[name]) ? stringEnd(source, name) : wordEnd(source, name), name));
  }
  const end = wordEnd(source, next);
  const quote = skipTrivia(source, end);
  if (!isWord(source, FROM, next, end) || !isQuote(source[quote])) return;
  record(scan, "export", keyword, quote, typed || (list !== null && list.names > 0 && list.names === list.types));
}

/** `{ a, b as c, type D }` from its brace; null where it is no such list. An even count of words says `type`. */
function nameList(source: Source, open: number): NameList | null {
  let names = 0;
  let types = 0;
  let words = 0;
  for (let pos = skipTrivia(source, open + 1); pos < source.length - 1; pos = skipTrivia(source, pos)) {
    const code = source[pos];
    const separates = code === Code.comma || code === Code.closeBrace;
    if (separates && words > 0) {
      names++;
      if (words % 2 === 0) types++;
      words = 0;
    }
    if (code === Code.closeBrace) return { end: pos + 1, names, types };
    const end = separates ? pos + 1 : isQuote(code) ? stringEnd(source, pos) : wordEnd(source, pos);
    if (end <= pos) return null;
    if (!separates) words++;
    pos = end;
  }
  return null;
}

/** Records the literal at `quote`, and goes on past it. */
export function record(
  scan: Scan,
  form: "import" | "export" | "import-equals" | "module",
  keyword: number,
  quote: number,
  typeOnly: boolean,
): void {
  const end = literalEnd(scan.source, quote);
  if (end < 0) return doubt(scan);
  scan.imports.push({ form, specifier: literalValue(scan.source, quote, end), typeOnly, start: quote, end, keyword });
  scan.pos = quote;
  token(scan, Last.operand, end);
}
